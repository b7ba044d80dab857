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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Tries the savepoint storage through Flink's own file systems, so that the result holds for local, S3 and HDFS alike. One
 * try at a time: storage that hangs holds one thread of ours, never more.
 */
final class StorageCanary {
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
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return tryOnce(directory, start);
                            } finally {
                                busy.set(false);
                            }
                        },
                        executor)
                .completeOnTimeout(
                        new CanaryResult(false, timeout, "no answer within " + timeout.toMillis() + " ms"),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static CanaryResult tryOnce(String directory, long start) {
        Path file = new Path(directory, PREFIX + UUID.randomUUID());
        try {
            byte[] content = file.getName().getBytes(StandardCharsets.UTF_8);
            FileSystem fileSystem = file.getFileSystem();
            try (FSDataOutputStream out = fileSystem.create(file, FileSystem.WriteMode.NO_OVERWRITE)) {
                out.write(content);
            }
            boolean same;
            try (FSDataInputStream in = fileSystem.open(file)) {
                same = Arrays.equals(in.readNBytes(content.length + 1), content);
            }
            boolean deleted = fileSystem.delete(file, false);
            return new CanaryResult(
                    same && deleted, since(start), same ? "written, read and deleted" : "read back something else");
        } catch (IOException | RuntimeException e) {
            return new CanaryResult(false, since(start), e.toString());
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
