/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The checkpoints that the job makes by itself. Savepoints, and whatever the agent triggered, are left out: they must
 * neither pass for the job's checkpoints nor hide that those fail.
 */
final class OwnCheckpoints {
    private OwnCheckpoints() {}

    static boolean isOwn(CheckpointSample sample) {
        return sample.kind() == CheckpointSample.Kind.CHECKPOINT && !sample.ours();
    }

    /** The job's checkpoints of a status, newest first. */
    static List<CheckpointSample> of(CheckpointReading reading, CheckpointSample.Status status) {
        return reading.history().stream()
                .filter(c -> c.status() == status && isOwn(c))
                .toList();
    }

    static List<CheckpointSample> completed(CheckpointReading reading) {
        return of(reading, CheckpointSample.Status.COMPLETED);
    }

    /** The one that has been pending for the longest time. */
    static Optional<CheckpointSample> pending(CheckpointReading reading) {
        return of(reading, CheckpointSample.Status.IN_PROGRESS).stream().reduce((newer, older) -> older);
    }

    /** Trigger to completion or failure; of one that is pending, until now. */
    static Duration duration(CheckpointSample sample, Instant now) {
        Duration untilEnd = since(sample.triggeredAt(), sample.endedAt().orElse(now));
        return Times.max(untilEnd, sample.endToEnd().orElse(Duration.ZERO));
    }

    /** Time between the two; clocks that went back give none. */
    static Duration since(Instant then, Instant now) {
        return now.isAfter(then) ? Duration.between(then, now) : Duration.ZERO;
    }
}
