/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Measures how well the job is protected: {@code exposure = age / (effective interval + p95 duration)}, with
 * {@code effective interval = max(interval, min pause + p50 duration)}. Relative to the job's own interval, 1 is the
 * highest value that a job with punctual checkpoints reaches.
 */
public final class CheckpointGauge {
    /** What a first checkpoint may take before any duration is known: deployment and restore come first. */
    private final Duration startupGrace;

    public CheckpointGauge(Duration startupGrace) {
        this.startupGrace = startupGrace;
    }

    /**
     * Measures one cycle.
     *
     * @param reading the job
     * @return age, exposure, failures; what is not known is empty, all of it if checkpointing is off
     */
    public CheckpointVitals measure(JobReading reading) {
        CheckpointReading checkpoints = reading.checkpoints();
        if (isOff(checkpoints)) {
            return new CheckpointVitals(
                    Optional.empty(),
                    OptionalDouble.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    CheckpointPace.UNKNOWN,
                    Optional.empty());
        }
        Instant now = reading.tick().at();
        CheckpointDurations durations = new CheckpointDurations(checkpoints);
        Optional<Duration> age = age(reading, checkpoints);
        Optional<Duration> due = checkpoints.settings().map(settings -> due(settings, durations));
        OptionalDouble exposure = age.isPresent() && due.isPresent()
                ? OptionalDouble.of(Times.seconds(age.orElseThrow()) / Times.seconds(due.orElseThrow()))
                : OptionalDouble.empty();
        return new CheckpointVitals(
                age,
                exposure,
                checkpoints.settings().isPresent()
                        ? OptionalInt.of(
                                CheckpointFailures.towardsLimit(checkpoints).size())
                        : OptionalInt.empty(),
                OwnCheckpoints.pending(checkpoints).map(c -> OwnCheckpoints.since(c.triggeredAt(), now)),
                durations.p95(),
                durations.expectedSnapshotTime(),
                Optional.empty(),
                CheckpointPace.UNKNOWN,
                Optional.empty());
    }

    /** Whether checkpointing is known to be off. */
    static boolean isOff(CheckpointReading checkpoints) {
        return !checkpoints.enabled().orElse(true);
    }

    private static Optional<Duration> age(JobReading reading, CheckpointReading checkpoints) {
        if (checkpoints.settings().isEmpty()
                && checkpoints.lastCompletedTrigger().isEmpty()) {
            return Optional.empty();
        }
        Instant from = checkpoints
                .lastCompletedTrigger()
                .or(checkpoints::restoredAt)
                .orElse(reading.status().startedAt());
        return Optional.of(OwnCheckpoints.since(from, reading.tick().at()));
    }

    private Duration due(CheckpointSettings settings, CheckpointDurations durations) {
        Duration paused = settings.minPause().plus(durations.p50().orElse(Duration.ZERO));
        Duration due =
                Times.max(settings.interval(), paused).plus(durations.p95().orElse(startupGrace));
        // An interval of a few milliseconds would make every hiccup an exposure.
        return Times.max(due, Duration.ofSeconds(1));
    }
}
