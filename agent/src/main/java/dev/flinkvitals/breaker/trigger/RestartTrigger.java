/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.trigger;

import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.checkpoint.CheckpointAttribution;
import dev.flinkvitals.health.checkpoint.CheckpointVitals;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checkpoints have not completed for long, far beyond what a checkpoint on request could cure. Whether a restart would is for
 * {@link RestartCure} to say. Stateless.
 */
final class RestartTrigger implements Trigger {
    /** A restart costs more than a checkpoint: twice the exposure that calls for one. */
    private static final double EXPOSED = 2;

    /** As many intervals without a checkpoint are no accident. */
    private static final int INTERVALS = 3;

    private final double limit;
    private final Duration longTime;

    /**
     * A trigger.
     *
     * @param exposure exposure that calls for a checkpoint
     * @param longTime shortest time without a checkpoint
     */
    RestartTrigger(double exposure, Duration longTime) {
        this.limit = EXPOSED * exposure;
        this.longTime = longTime;
    }

    @Override
    public Condition look(Assessment assessment, JobReading reading, WindowHistory history) {
        CheckpointVitals checkpoints = assessment.checkpoints();
        Optional<Duration> interval = reading.checkpoints().settings().map(CheckpointSettings::interval);
        if (checkpoints.exposure().isEmpty() || checkpoints.age().isEmpty() || interval.isEmpty()) {
            return Condition.UNKNOWN;
        }
        double exposure = checkpoints.exposure().getAsDouble();
        Duration age = checkpoints.age().get();
        Duration needed = Times.max(longTime, interval.get().multipliedBy(INTERVALS));
        if (exposure < limit || age.compareTo(needed) < 0) {
            return exposure < ExposureTrigger.OVER * limit ? Condition.CALM : Condition.FADING;
        }
        String reason = "no checkpoint completed for " + Words.time(age) + ", exposure is " + Words.number(exposure)
                + "; a restart " + RestartCure.cost(assessment);
        List<String> signals = new ArrayList<>();
        signals.add(ExposureTrigger.ageSignal(checkpoints, exposure));
        checkpoints
                .attribution()
                .filter(RestartCure::isSure)
                .map(CheckpointAttribution::reason)
                .map(why -> "by the parts of the checkpoint: " + why)
                .ifPresent(signals::add);
        ExposureTrigger.work(assessment, reading).ifPresent(signals::add);
        return new Condition.Holds(
                reason,
                Optional.empty(),
                checkpoints.attribution().flatMap(why -> why.place().process()),
                signals);
    }
}
