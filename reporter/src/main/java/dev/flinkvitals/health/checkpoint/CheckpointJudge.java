/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Measures, judges and explains the checkpoints of one job. It remembers what is usual for the job and where a fault was
 * last seen. Not thread-safe.
 */
public final class CheckpointJudge {
    private final CheckpointGauge gauge;
    private final CheckpointBaseline baseline = new CheckpointBaseline();
    private final CheckpointObserver observer = new CheckpointObserver();

    /**
     * A judge who knows nothing yet.
     *
     * @param startupGrace what a first checkpoint may take before any duration is known
     */
    public CheckpointJudge(Duration startupGrace) {
        gauge = new CheckpointGauge(startupGrace);
    }

    /**
     * What one cycle showed.
     *
     * @param vitals age, exposure, failures, and why something is wrong
     * @param judgement for the score
     * @param observations what is wrong
     */
    public record Outcome(CheckpointVitals vitals, Judgement judgement, List<Observation> observations) {
        /** Copies the list. */
        public Outcome {
            observations = List.copyOf(observations);
        }
    }

    /**
     * Judges one cycle.
     *
     * @param reading the job
     * @param bottleneck the vertex that holds the job back, if it was named
     * @param loads load per vertex
     */
    public Outcome judge(JobReading reading, Optional<Place> bottleneck, List<VertexLoad> loads) {
        CheckpointVitals measured = gauge.measure(reading);
        baseline.update(reading.checkpoints());
        Scene scene = new Scene(reading, baseline, bottleneck, loads);
        Optional<Duration> projected = OwnCheckpoints.pending(reading.checkpoints())
                .flatMap(pending -> AttributionTree.projectedSeconds(pending, scene).stream()
                        .mapToObj(Times::ofSeconds)
                        .findFirst());
        CheckpointObserver.Seen seen = observer.observe(scene, measured, projected);
        CheckpointVitals vitals =
                measured.explained(projected, CheckpointPace.of(reading.checkpoints(), baseline), seen.attribution());
        return new Outcome(vitals, CheckpointRule.judge(reading, vitals), seen.observations());
    }

    /** What is usual for this job's checkpoints. */
    public CheckpointBaseline baseline() {
        return baseline;
    }
}
