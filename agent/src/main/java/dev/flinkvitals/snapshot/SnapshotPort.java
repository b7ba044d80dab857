/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import dev.flinkvitals.signals.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
     * Restarts the job from its last checkpoint.
     *
     * @param job the job
     * @param process the TaskManager in trouble; empty: none in particular
     * @param reason shown in Flink's exception history
     * @return done once Flink was told; what comes of it shows in the job's status
     */
    CompletableFuture<Void> restart(JobId job, Optional<String> process, String reason);

    /**
     * Looks for a savepoint whose end nobody saw: because an answer was lost, or another JobManager led.
     *
     * @param directory where it was to be written, by it alone
     * @param timeout longest wait for the storage
     * @return the newest one there whose metadata can be read back, or empty; fails if the storage does not tell
     */
    CompletableFuture<Optional<String>> findSavepoint(String directory, Duration timeout);

    /**
     * Deletes a savepoint of ours.
     *
     * @param path where it was written
     * @param root below which it has to lie
     * @param timeout longest wait
     * @return what came of it; never fails
     */
    CompletableFuture<SavepointDeleter.Result> delete(String path, String root, Duration timeout);

    /**
     * Looks into a savepoint.
     *
     * @param path where it was written
     * @return what will hurt when it is restored, in words; fails if it cannot be looked into
     */
    CompletableFuture<List<String>> inspect(String path);

    /**
     * Writes, reads back and deletes a small file.
     *
     * @param directory target directory of savepoints
     * @param timeout after which it counts as failed
     * @return the result; never fails
     */
    CompletableFuture<CanaryResult> canary(String directory, Duration timeout);
}
