/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.trigger;

import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.checkpoint.CheckpointVitals;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The last checkpoint is too old for the job's own cadence. Stateless. */
final class ExposureTrigger implements Trigger {
    /** It is over below this share of the limit: a checkpoint that completes brings it there, jitter does not. */
    static final double OVER = 0.75;

    private final double limit;

    ExposureTrigger(double limit) {
        this.limit = limit;
    }

    @Override
    public Condition look(Assessment assessment, JobReading reading, WindowHistory history) {
        OptionalDouble found = assessment.checkpoints().exposure();
        if (found.isEmpty()) {
            return Condition.UNKNOWN;
        }
        double exposure = found.getAsDouble();
        if (exposure < limit) {
            return exposure < OVER * limit ? Condition.CALM : Condition.FADING;
        }
        String reason =
                "checkpoint exposure is " + Words.number(exposure) + ", limit " + Words.number(limit) + age(assessment);
        List<String> signals = new ArrayList<>();
        signals.add(ageSignal(assessment.checkpoints(), exposure));
        work(assessment, reading).ifPresent(signals::add);
        return new Condition.Holds(reason, Optional.empty(), Optional.empty(), signals);
    }

    private static String age(Assessment assessment) {
        return assessment
                .checkpoints()
                .age()
                .map(a -> ", the last completed checkpoint is " + Words.time(a) + " old")
                .orElse("");
    }

    /** As the JobManager's statistics tell it. */
    static String ageSignal(CheckpointVitals checkpoints, double exposure) {
        return "by the JobManager's statistics the last completed checkpoint is"
                + checkpoints.age().map(a -> " " + Words.time(a) + " old,").orElse("") + " " + Words.number(exposure)
                + " times the job's cadence";
    }

    /** As the TaskManagers count it: a job that processes nothing has nothing to lose by an old checkpoint. */
    static Optional<String> work(Assessment assessment, JobReading reading) {
        OptionalLong replay = assessment.recovery().recordsToReplay();
        if (replay.isPresent()) {
            return replay.getAsLong() > 0
                    ? Optional.of("by the TaskManagers' counters " + replay.getAsLong()
                            + " records were processed since, which a failure now would process again")
                    : Optional.empty();
        }
        double perSecond = reading.topology().vertices().stream()
                .filter(Topology.Vertex::isSource)
                .flatMap(source -> assessment.vertices().stream()
                        .filter(load -> load.vertex().equals(source.id())))
                .map(VertexLoad::recordsPerSecond)
                .mapToDouble(rate -> rate.orElse(0))
                .sum();
        return perSecond > 0
                ? Optional.of("by the TaskManagers' counters the sources take in " + Words.number(perSecond)
                        + " records/s since")
                : Optional.empty();
    }
}
