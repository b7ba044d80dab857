/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries the savepoint storage through Flink's own file systems, so that the result holds for local, S3 and HDFS alike. One
 * try at a time: storage that hangs holds one thread of ours, never more.
 */
final class StorageCanary {
    private static final Logger LOG = LoggerFactory.getLogger(StorageCanary.class);
    private static final String PREFIX = ".flink-vitals-canary-";

    private final Executor executor;
    private final AtomicBoolean busy = new AtomicBoolean();

    /**
     * A canary.
     *
     * @param executor one thread of ours; a hanging storage blocks it
     */
    StorageCanary(Executor executor) {
        this.executor = executor;
    }

    CompletableFuture<CanaryResult> run(String directory, Duration timeout) {
        if (!busy.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(
                    new CanaryResult(false, Duration.ZERO, "an earlier try has not come back yet"));
        }
        long start = System.nanoTime();
        CompletableFuture<CanaryResult> result = new CompletableFuture<>();
        try {
            // Not supplyAsync: it skips a task whose future has timed out already, and the canary would stay busy.
            executor.execute(() -> {
                try {
                    result.complete(tryOnce(directory, start));
                } finally {
                    busy.set(false);
                }
            });
        } catch (RejectedExecutionException e) {
            busy.set(false);
            return CompletableFuture.completedFuture(
                    new CanaryResult(false, Duration.ZERO, "this JobManager no longer leads"));
        }
        return result.completeOnTimeout(
                new CanaryResult(false, timeout, "no answer within " + timeout.toMillis() + " ms"),
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static CanaryResult tryOnce(String directory, long start) {
        try {
            Path file = new Path(directory, PREFIX + UUID.randomUUID());
            FileSystem fileSystem = file.getFileSystem();
            String problem;
            boolean deleted;
            try {
                problem = writeAndRead(fileSystem, file);
            } finally {
                deleted = delete(fileSystem, file);
            }
            if (problem.isEmpty() && !deleted) {
                problem = "could not delete " + file;
            }
            return new CanaryResult(
                    problem.isEmpty(), since(start), problem.isEmpty() ? "written, read and deleted" : problem);
        } catch (Throwable t) {
            // A file system is a plugin: whatever is wrong with it, errors of linking included, is the answer.
            return new CanaryResult(false, since(start), t.toString());
        }
    }

    private static String writeAndRead(FileSystem fileSystem, Path file) throws IOException {
        byte[] content = file.getName().getBytes(StandardCharsets.UTF_8);
        try (FSDataOutputStream out = fileSystem.create(file, FileSystem.WriteMode.NO_OVERWRITE)) {
            out.write(content);
        }
        try (FSDataInputStream in = fileSystem.open(file)) {
            return Arrays.equals(in.readNBytes(content.length + 1), content) ? "" : "read back something else";
        }
    }

    /** Also after a failure, so that nothing is left behind; what went wrong first is what gets told. */
    private static boolean delete(FileSystem fileSystem, Path file) {
        try {
            return fileSystem.delete(file, false);
        } catch (IOException | RuntimeException e) {
            LOG.debug("The canary {} could not be deleted", file, e);
            return false;
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
