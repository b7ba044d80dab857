/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import java.time.Duration;
import java.util.Optional;

/**
 * What only the world can answer, gathered right before the decision.
 *
 * @param leader whether this JobManager still leads and the job is still the attempt that the assessment is about
 * @param snapshotInProgress whether a checkpoint (for a checkpoint) or any savepoint is pending; empty: not known
 * @param directory target directory of a savepoint; empty: none is configured
 * @param canary result of the storage canary; empty: not run (a checkpoint does not need it)
 */
public record PreflightEvidence(
        boolean leader,
        Optional<Boolean> snapshotInProgress,
        Optional<String> directory,
        Optional<CanaryResult> canary) {
    /**
     * A small file written, read back and deleted in the target directory.
     *
     * @param ok whether all of it worked in time
     * @param took how long
     * @param detail what went wrong, or where it was written
     */
    public record CanaryResult(boolean ok, Duration took, String detail) {}
}
