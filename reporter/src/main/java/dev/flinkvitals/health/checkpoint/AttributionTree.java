/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Why a checkpoint failed, is pending for long, or took long: Flink's reason (0), the timeout against what is usual (3,
 * for what expired), the acknowledgements that are missing (1), the phases of the last subtask (2). The first step that settles it
 * wins.
 */
final class AttributionTree {
    /** From this share of the timeout on, the usual pace does not leave enough room. */
    static final double TIGHT = 0.8;

    private AttributionTree() {}

    /** A failure, with the statistics of its checkpoint if Flink still has them. */
    static CheckpointAttribution failed(CheckpointFailure failure, Optional<CheckpointSample> sample, Scene scene) {
        Optional<CheckpointAttribution> settled = FailureStep.attribute(failure, scene);
        if (settled.isPresent()) {
            return settled.orElseThrow();
        }
        Optional<CheckpointAttribution> usual = usuallyTooSlow(scene);
        if (usual.isPresent()) {
            return usual.orElseThrow();
        }
        if (sample.isEmpty()) {
            return CheckpointAttribution.unknown("it expired, and Flink keeps no statistics of it");
        }
        return unfinished(sample.orElseThrow(), scene)
                .orElseGet(() -> CheckpointAttribution.unknown("it expired, and its statistics do not tell why"));
    }

    /** A checkpoint that is pending. */
    static CheckpointAttribution pending(CheckpointSample sample, Scene scene) {
        return unfinished(sample, scene)
                .orElseGet(() -> CheckpointAttribution.unknown("Flink does not tell which subtasks are missing"));
    }

    /** A checkpoint that completed. */
    static CheckpointAttribution completed(CheckpointSample sample, Scene scene) {
        return PhaseStep.attribute(sample, scene)
                .orElseGet(() -> CheckpointAttribution.unknown("Flink tells no phases of it"));
    }

    /**
     * How long a pending checkpoint will take in all: elapsed over progress by acknowledged bytes. Acknowledgements are no
     * measure: those without state come at once.
     *
     * @return seconds; empty if nothing was written yet, or what is usual is not known
     */
    static OptionalDouble projectedSeconds(CheckpointSample sample, Scene scene) {
        OptionalDouble usual = scene.baseline().usualBytes();
        if (usual.isEmpty() || usual.getAsDouble() <= 0 || sample.checkpointedBytes() <= 0) {
            return OptionalDouble.empty();
        }
        double progress = Math.min(1, sample.checkpointedBytes() / usual.getAsDouble());
        return OptionalDouble.of(Times.seconds(OwnCheckpoints.duration(sample, scene.now())) / progress);
    }

    private static Optional<CheckpointAttribution> unfinished(CheckpointSample sample, Scene scene) {
        Optional<CheckpointAttribution> missing = MissingStep.attribute(sample, scene);
        return missing.filter(CheckpointAttribution::isKnown)
                .or(() -> PhaseStep.attribute(sample, scene).filter(CheckpointAttribution::isKnown));
    }

    private static Optional<CheckpointAttribution> usuallyTooSlow(Scene scene) {
        Optional<Duration> timeout = timeout(scene);
        Optional<Duration> p95 = scene.baseline().durationP95();
        if (timeout.isEmpty() || p95.isEmpty()) {
            return Optional.empty();
        }
        double share = Times.seconds(p95.orElseThrow()) / Times.seconds(timeout.orElseThrow());
        return share < TIGHT
                ? Optional.empty()
                : Optional.of(new CheckpointAttribution(
                        CheckpointCause.TIMEOUT_TOO_SHORT,
                        Place.JOB,
                        "checkpoints usually take up to " + Words.duration(p95.orElseThrow()) + " of the timeout of "
                                + Words.duration(timeout.orElseThrow()),
                        List.of(new Evidence("duration p95 over timeout", share, "1")),
                        Math.min(1, share)));
    }

    private static Optional<Duration> timeout(Scene scene) {
        return scene.reading()
                .checkpoints()
                .settings()
                .map(CheckpointSettings::timeout)
                .filter(t -> !t.isZero() && !t.isNegative());
    }
}
