/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.snapshot.SavepointDeleter.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavepointDeleterTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path root;

    private Path savepoint(String name) throws IOException {
        Path directory = Files.createDirectories(root.resolve(name));
        Files.createFile(directory.resolve("_metadata"));
        Files.createFile(Files.createDirectories(directory.resolve("sub")).resolve("state"));
        return directory;
    }

    private Result delete(Path savepoint) throws Exception {
        return new SavepointDeleter(Runnable::run)
                .delete(savepoint.toUri().toString(), root.toString(), SECOND)
                .get();
    }

    @Test
    void deletesTheDirectoryAndTheEmptyOneAroundIt() throws Exception {
        Path savepoint = savepoint("incident/savepoint-1");

        String path = savepoint.toUri().toString();
        assertThat(delete(savepoint)).isEqualTo(new Result(path, true, ""));
        assertThat(root).exists().isEmptyDirectory();
    }

    @Test
    void leavesWhatLiesBesideIt() throws Exception {
        Path savepoint = savepoint("incident/savepoint-1");
        Path other = savepoint("incident/savepoint-2");

        assertThat(delete(savepoint).deleted()).isTrue();
        assertThat(savepoint).doesNotExist();
        assertThat(other.resolve("_metadata")).exists();
    }

    @Test
    void leavesADirectoryThatIsNoSavepoint() throws Exception {
        Path directory = Files.createDirectories(root.resolve("precious"));

        assertThat(delete(directory).detail()).isEqualTo("it holds no _metadata");
        assertThat(directory).exists();
    }

    @Test
    void leavesTheSavepointDirectoryItself() throws Exception {
        Files.createFile(root.resolve("_metadata"));

        assertThat(delete(root).detail()).isEqualTo("it does not lie below " + root);
        assertThat(root.resolve("_metadata")).exists();
    }

    @Test
    void leavesWhatLiesElsewhere(@TempDir Path elsewhere) throws Exception {
        Files.createFile(elsewhere.resolve("_metadata"));

        assertThat(delete(elsewhere).deleted()).isFalse();
        assertThat(delete(root.resolve("..").resolve(elsewhere.getFileName().toString()))
                        .deleted())
                .isFalse();
        assertThat(elsewhere.resolve("_metadata")).exists();
    }

    @Test
    void tellsStoresAndDirectoriesApart() {
        assertThat(below("s3://a/savepoints/x", "s3://a/savepoints")).isTrue();
        assertThat(below("s3://a/savepoints/x/", "s3://a/savepoints/")).isTrue();
        assertThat(below("s3://a/x", "s3://a/")).isTrue();
        assertThat(below("s3://b/savepoints/x", "s3://a/savepoints")).isFalse();
        assertThat(below("s3://a/savepoints-of-others/x", "s3://a/savepoints")).isFalse();
        assertThat(below("hdfs://a/savepoints/x", "s3://a/savepoints")).isFalse();
        assertThat(below("s3://a/savepoints/../x", "s3://a/savepoints")).isFalse();
    }

    private static boolean below(String path, String root) {
        return SavepointDeleter.isBelow(
                new org.apache.flink.core.fs.Path(path), new org.apache.flink.core.fs.Path(root));
    }

    @Test
    void oneAtATimeAndNoneWhoseTurnComesTooLate() throws Exception {
        Path savepoint = savepoint("savepoint-1");
        List<Runnable> hanging = new ArrayList<>();
        SavepointDeleter deleter = new SavepointDeleter(hanging::add);

        CompletableFuture<Result> first =
                deleter.delete(savepoint.toUri().toString(), root.toString(), Duration.ofMillis(1));
        Result second = deleter.delete(savepoint.toUri().toString(), root.toString(), SECOND)
                .get();

        assertThat(second.detail()).isEqualTo("an earlier deletion has not come back yet");
        assertThat(first.get().detail()).isEqualTo("no answer within 1 ms");
        hanging.remove(0).run();
        assertThat(savepoint.resolve("_metadata")).exists();
    }

    @Test
    void afterTheEndOfTheMonitorItAnswersAtOnce() throws Exception {
        SavepointDeleter deleter = new SavepointDeleter(task -> {
            throw new RejectedExecutionException("planted");
        });

        assertThat(deleter.delete("file:/a/b", "file:/a", SECOND).get().detail())
                .isEqualTo("this JobManager no longer leads");
    }

    @Test
    void fileSystemThatIsNotThereIsAnAnswer() throws Exception {
        Result result = new SavepointDeleter(Runnable::run)
                .delete("nosuch://bucket/savepoints/x", "nosuch://bucket/savepoints", SECOND)
                .get();

        assertThat(result.deleted()).isFalse();
        assertThat(result.detail()).contains("nosuch");
    }
}
