/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes a savepoint's directory through Flink's own file systems. Only what lies below the savepoint directory and holds a
 * {@code _metadata}; that file goes first, so that half a savepoint never looks like a whole one. One at a time: storage that hangs
 * holds one thread of ours, never more. Thread safe.
 */
public final class SavepointDeleter {
    private static final Logger LOG = LoggerFactory.getLogger(SavepointDeleter.class);
    private static final String METADATA = "_metadata";

    private final Executor executor;
    private final AtomicBoolean busy = new AtomicBoolean();

    /**
     * What came of it.
     *
     * @param path the savepoint
     * @param deleted whether it cannot be restored from any more
     * @param detail why not, or what is left behind; empty if all is gone
     */
    public record Result(String path, boolean deleted, String detail) {}

    /**
     * A deleter.
     *
     * @param executor one thread of ours; a hanging storage blocks it
     */
    public SavepointDeleter(Executor executor) {
        this.executor = executor;
    }

    /**
     * Deletes a savepoint.
     *
     * @param savepoint its directory
     * @param root the configured savepoint directory, below which it has to lie
     * @param timeout after which the result is that no answer came; the deletion may still go on
     * @return the result; never fails
     */
    public CompletableFuture<Result> delete(String savepoint, String root, Duration timeout) {
        if (!busy.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(
                    new Result(savepoint, false, "an earlier deletion has not come back yet"));
        }
        CompletableFuture<Result> result = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                try {
                    // A deletion whose turn came too late is not begun: the caller may have decided anew.
                    if (!result.isDone()) {
                        result.complete(tryOnce(savepoint, root));
                    }
                } finally {
                    busy.set(false);
                }
            });
        } catch (RejectedExecutionException e) {
            busy.set(false);
            return CompletableFuture.completedFuture(new Result(savepoint, false, "this JobManager no longer leads"));
        }
        return result.completeOnTimeout(
                new Result(savepoint, false, "no answer within " + timeout.toMillis() + " ms"),
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static Result tryOnce(String savepoint, String root) {
        try {
            Path directory = new Path(savepoint);
            if (!isBelow(directory, new Path(root))) {
                return new Result(savepoint, false, "it does not lie below " + root);
            }
            FileSystem fileSystem = directory.getFileSystem();
            Path metadata = new Path(directory, METADATA);
            if (!fileSystem.exists(metadata)) {
                return new Result(savepoint, false, "it holds no " + METADATA);
            }
            if (!fileSystem.delete(metadata, false)) {
                return new Result(savepoint, false, "its " + METADATA + " could not be deleted");
            }
            return new Result(savepoint, true, deleteRest(fileSystem, directory, new Path(root)));
        } catch (Throwable t) {
            // A file system is a plugin: whatever is wrong with it, errors of linking included, is the answer.
            return new Result(savepoint, false, t.toString());
        }
    }

    private static String deleteRest(FileSystem fileSystem, Path directory, Path root) {
        try {
            // An object store knows no directory that holds nothing.
            if (fileSystem.exists(directory) && !fileSystem.delete(directory, true)) {
                return "the rest of " + directory + " could not be deleted";
            }
        } catch (IOException | RuntimeException e) {
            return "the rest of " + directory + " could not be deleted: " + e;
        }
        Path parent = directory.getParent();
        try {
            if (parent != null && isBelow(parent, root) && isEmpty(fileSystem, parent)) {
                fileSystem.delete(parent, false);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("The empty directory {} could not be deleted", parent, e);
        }
        return "";
    }

    private static boolean isEmpty(FileSystem fileSystem, Path directory) throws IOException {
        if (!fileSystem.exists(directory)) {
            return false;
        }
        FileStatus[] files = fileSystem.listStatus(directory);
        return files != null && files.length == 0;
    }

    /** Strictly; same scheme and host, and no way up. */
    static boolean isBelow(Path path, Path root) {
        String below = path.getPath();
        String above = root.getPath();
        String prefix = above.endsWith("/") ? above : above + "/";
        boolean sameStore = Objects.equals(scheme(path), scheme(root))
                && Objects.equals(path.toUri().getAuthority(), root.toUri().getAuthority());
        return sameStore
                && below.startsWith(prefix)
                && below.length() > prefix.length()
                && Arrays.stream(below.split("/")).noneMatch(part -> part.equals("..") || part.equals("."));
    }

    /** What Flink reports has a scheme; what a user configures may have none. */
    private static String scheme(Path path) {
        String scheme = path.toUri().getScheme();
        return scheme == null ? FileSystem.getDefaultFsUri().getScheme() : scheme;
    }
}
