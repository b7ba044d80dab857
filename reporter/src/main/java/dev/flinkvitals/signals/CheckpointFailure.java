/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A checkpoint failure with what Flink's statistics leave out: reason, cause and the failing subtask.
 *
 * @param at when it was seen
 * @param checkpointId empty if it failed before it had an id
 * @param savepoint whether it was a savepoint
 * @param reason name of Flink's {@code CheckpointFailureReason}
 * @param message the exception's message
 * @param cause class name and message of the root cause, if there is one
 * @param vertex vertex of the failing task, if a task failed and its vertex is known
 * @param subtask its index
 * @param vertexName its name, as Flink shows it
 */
public record CheckpointFailure(
        Instant at,
        OptionalLong checkpointId,
        boolean savepoint,
        String reason,
        String message,
        Optional<String> cause,
        Optional<VertexId> vertex,
        OptionalInt subtask,
        Optional<String> vertexName) {
    /** The reasons that Flink's {@code CheckpointFailureManager.checkFailureCounter} counts (the same in 1.20 to 2.3). */
    private static final Set<String> COUNTED = Set.of(
            "IO_EXCEPTION",
            "CHECKPOINT_ASYNC_EXCEPTION",
            "CHECKPOINT_DECLINED",
            "CHECKPOINT_EXPIRED",
            "FINALIZE_CHECKPOINT_FAILURE");

    /** Whether Flink counts it against the tolerable failures; lifecycle aborts such as a restart are not counted. */
    public boolean isCounted() {
        return COUNTED.contains(reason);
    }
}
