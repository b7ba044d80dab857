/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import dev.flinkvitals.entry.Daemon;
import dev.flinkvitals.jobmanager.FlinkGateways;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.snapshot.inspect.SnapshotInspector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.messages.webmonitor.JobDetails;

/** The adapter of the port to the Dispatcher's gateway, which is fenced by leadership. Thread safe. */
public final class FlinkSnapshots implements SnapshotPort, AutoCloseable {
    /** Reads a few small files of each operator. */
    private static final Duration INSPECTION = Duration.ofMinutes(2);

    private final FlinkGateways gateways;
    private final BooleanSupplier leading;
    private final ScheduledExecutorService canaryThread = Daemon.scheduler("canary");
    private final ScheduledExecutorService verifyThread = Daemon.scheduler("snapshot");
    private final StorageCanary canary = new StorageCanary(canaryThread);
    private final SavepointDeleter deleter = new SavepointDeleter(verifyThread);

    /**
     * An adapter.
     *
     * @param gateways gateways of the leading Dispatcher
     * @param leading whether its leadership still lasts
     */
    public FlinkSnapshots(FlinkGateways gateways, BooleanSupplier leading) {
        this.gateways = gateways;
        this.leading = leading;
    }

    @Override
    public boolean isLeader() {
        return leading.getAsBoolean();
    }

    @Override
    public CompletableFuture<Boolean> isUnchanged(JobId job, Instant since) {
        return gateways.jobs()
                .thenApply(details -> leading.getAsBoolean()
                        && details.getJobs().stream()
                                .filter(d -> d.getJobId().toString().equals(job.hex()))
                                .anyMatch(d -> runsSince(d, since)));
    }

    private static boolean runsSince(JobDetails details, Instant since) {
        return details.getStatus() == JobStatus.RUNNING && details.getLastUpdateTime() <= since.toEpochMilli();
    }

    @Override
    public CompletableFuture<Long> checkpoint(JobId job, Duration timeout) {
        return gateways.triggerCheckpoint(job, timeout).orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletableFuture<String> savepoint(JobId job, String directory, Duration timeout) {
        return gateways.triggerSavepoint(job, directory, timeout)
                .thenApplyAsync(FlinkSnapshots::verified, verifyThread)
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String verified(String path) {
        try {
            SavepointVerifier.verify(path);
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException("savepoint " + path + " cannot be read back", e);
        }
    }

    @Override
    public CompletableFuture<Void> restart(JobId job, Optional<String> process, String reason) {
        return gateways.restart(job, process, reason);
    }

    @Override
    public CompletableFuture<Optional<String>> findSavepoint(String directory, Duration timeout) {
        return onStorage(() -> SavepointVerifier.find(directory), timeout);
    }

    @Override
    public CompletableFuture<SavepointDeleter.Result> delete(String path, String root, Duration timeout) {
        return deleter.delete(path, root, timeout);
    }

    @Override
    public CompletableFuture<List<String>> inspect(String path) {
        return onStorage(
                () -> SnapshotInspector.inspect(
                                path, FlinkSnapshots.class.getClassLoader(), SnapshotInspector.NO_MORE_UIDS)
                        .findings()
                        .stream()
                        .map(finding -> finding.operator() + ": " + finding.text())
                        .toList(),
                INSPECTION);
    }

    /** On a thread of ours: storage may hang, and then holds that thread and no other. */
    private <T> CompletableFuture<T> onStorage(Callable<T> task, Duration timeout) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            verifyThread.execute(() -> {
                try {
                    answer.complete(task.call());
                } catch (Throwable t) {
                    // A file system is a plugin: errors of linking are answers as well.
                    answer.completeExceptionally(t);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
        return answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletableFuture<CanaryResult> canary(String directory, Duration timeout) {
        return canary.run(directory, timeout);
    }

    @Override
    public void close() {
        canaryThread.shutdownNow();
        verifyThread.shutdownNow();
    }
}
