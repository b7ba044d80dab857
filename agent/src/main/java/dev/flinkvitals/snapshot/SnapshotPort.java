/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import dev.flinkvitals.signals.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** The port for checkpoints and savepoints. No method blocks; every future ends, if only by a timeout. */
public interface SnapshotPort {
    /** Whether this JobManager still leads. */
    boolean isLeader();

    /**
     * Asks Flink right before an action whether the job still runs as the decision saw it.
     *
     * @param job the job
     * @param since when the job's state last changed, as far as the decision knew
     * @return true if it is RUNNING and nothing changed since
     */
    CompletableFuture<Boolean> isUnchanged(JobId job, Instant since);

    /**
     * Triggers a checkpoint.
     *
     * @return its id, once it completed
     */
    CompletableFuture<Long> checkpoint(JobId job, Duration timeout);

    /**
     * Triggers a native savepoint.
     *
     * @return where it was written, once it completed and its metadata was read back
     */
    CompletableFuture<String> savepoint(JobId job, String directory, Duration timeout);

    /**
     * Writes, reads back and deletes a small file.
     *
     * @param directory target directory of savepoints
     * @param timeout after which it counts as failed
     * @return the result; never fails
     */
    CompletableFuture<CanaryResult> canary(String directory, Duration timeout);
}
