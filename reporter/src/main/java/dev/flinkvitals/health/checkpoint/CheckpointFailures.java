/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Failures that Flink counts against {@code execution.checkpointing.tolerable-failed-checkpoints} since the last success.
 * A completed savepoint resets Flink's counter like a checkpoint does; a savepoint's failure counts only if it happened
 * on a task ({@code CheckpointFailureManager}, 1.20 to 2.3).
 */
public final class CheckpointFailures {
    private static final Set<String> COUNTED_FOR_SAVEPOINTS =
            Set.of("CHECKPOINT_ASYNC_EXCEPTION", "CHECKPOINT_DECLINED");

    private CheckpointFailures() {}

    /** The counted failures since the last success, newest first. */
    static List<CheckpointFailure> consecutive(CheckpointReading reading) {
        Optional<Instant> success = reading.history().stream()
                .filter(c -> c.status() == CheckpointSample.Status.COMPLETED)
                .flatMap(c -> c.endedAt().stream())
                .max(Instant::compareTo);
        return reading.failures().stream()
                .filter(CheckpointFailure::isCounted)
                .filter(f -> !f.savepoint() || COUNTED_FOR_SAVEPOINTS.contains(f.reason()))
                .filter(f -> success.isEmpty() || f.at().isAfter(success.orElseThrow()))
                .toList();
    }
}
