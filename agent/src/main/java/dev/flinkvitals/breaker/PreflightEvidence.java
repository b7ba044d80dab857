/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.breaker.actors.OtherActors;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.Optional;

/**
 * What only the world can answer, gathered right before the decision.
 *
 * @param leader whether this JobManager still leads and the job is still the attempt that the assessment is about
 * @param snapshotInProgress whether a checkpoint (for a checkpoint) or any savepoint is pending; empty: not known
 * @param directory target directory of a savepoint; empty: none is configured
 * @param canary result of the storage canary; empty: not run (a checkpoint does not need it)
 * @param actors who else acts on the job; empty: not known
 */
public record PreflightEvidence(
        boolean leader,
        Optional<Boolean> snapshotInProgress,
        Optional<String> directory,
        Optional<CanaryResult> canary,
        Optional<OtherActors> actors) {
    /**
     * Whether a snapshot is in progress that the action must not meet: any for a checkpoint, a savepoint for a savepoint.
     *
     * @param action what is wanted
     * @param reading what was measured
     * @return empty if the statistics could not be read: their empty history says nothing about what is pending
     */
    public static Optional<Boolean> snapshotInProgress(Action action, JobReading reading) {
        if (reading.checkpoints().equals(CheckpointReading.UNKNOWN)) {
            return Optional.empty();
        }
        return Optional.of(reading.checkpoints().history().stream()
                .filter(c -> c.status() == CheckpointSample.Status.IN_PROGRESS)
                .anyMatch(c -> action == Action.CHECKPOINT || c.isSavepoint()));
    }

    /**
     * A small file written, read back and deleted in the target directory.
     *
     * @param ok whether all of it worked in time
     * @param took how long
     * @param detail what went wrong, or where it was written
     */
    public record CanaryResult(boolean ok, Duration took, String detail) {}
}
