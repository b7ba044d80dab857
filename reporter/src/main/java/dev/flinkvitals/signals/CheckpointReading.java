/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything known of the job's checkpoints.
 *
 * @param settings how it checkpoints; empty if not known yet or if checkpointing is off
 * @param enabled whether checkpointing is on; empty if not known yet
 * @param history recent checkpoints and savepoints, newest first, pending ones included
 * @param failures recent failures with reasons, newest first; only failures later than the last failover of the JobManager
 * @param lastCompletedTrigger trigger time of the newest completed <em>checkpoint</em>, ours included (it counts for
 *     recovery whoever asked for it); empty if none completed under this JobManager
 * @param restoredAt when the job was last restored from a checkpoint or savepoint; empty if it never was
 */
public record CheckpointReading(
        Optional<CheckpointSettings> settings,
        Optional<Boolean> enabled,
        List<CheckpointSample> history,
        List<CheckpointFailure> failures,
        Optional<Instant> lastCompletedTrigger,
        Optional<Instant> restoredAt) {
    /** Nothing is known. */
    public static final CheckpointReading UNKNOWN = new CheckpointReading(
            Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty());

    /** Copies the lists. */
    public CheckpointReading {
        history = List.copyOf(history);
        failures = List.copyOf(failures);
    }

    /** The newest checkpoint or savepoint that is still in progress. */
    public Optional<CheckpointSample> pending() {
        return history.stream()
                .filter(c -> c.status() == CheckpointSample.Status.IN_PROGRESS)
                .findFirst();
    }
}
