/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkvitals.snapshot.ledger.files.LedgerFiles;
import dev.flinkvitals.snapshot.ledger.files.LocalFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger asks of any storage. */
class LedgerFilesTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private Map<String, LedgerFiles> storages() {
        return Map.of(
                "local", new LocalFiles(directory.resolve("local")),
                "flink",
                        new FlinkFiles(
                                LocalFileSystem.getSharedInstance(),
                                new org.apache.flink.core.fs.Path(
                                        directory.resolve("flink").toUri())),
                "memory", new MemoryFiles(true));
    }

    @TestFactory
    Stream<DynamicTest> keepsTheContract() {
        return storages().entrySet().stream()
                .map(storage -> DynamicTest.dynamicTest(storage.getKey(), () -> contract(storage.getValue())));
    }

    private static void contract(LedgerFiles files) throws IOException {
        assertThat(files.list("")).isEmpty();
        assertThat(files.list("a")).isEmpty();
        assertThat(files.exists("a/one")).isFalse();
        assertThat(files.read("a/one", 10)).isEmpty();

        files.create("a/two", HELLO);
        files.create("a/one", new byte[0]);
        files.create("a/b/three", HELLO);

        assertThat(files.list("")).containsExactly("a");
        assertThat(files.list("a")).containsExactly("b", "one", "two");
        assertThat(files.exists("a/two")).isTrue();
        assertThat(files.read("a/two", 10))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(HELLO));
        assertThat(files.read("a/one", 10))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEmpty());
        assertThatThrownBy(() -> files.create("a/two", new byte[0])).isInstanceOf(IOException.class);
        assertThat(files.read("a/two", 10))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(HELLO));
    }

    @Test
    void localFilesOfFlinkAreReadWithoutIt() throws IOException {
        LedgerFiles files = FlinkFiles.in(directory.resolve("ledger").toUri().toString());

        assertThat(files).isInstanceOf(LocalFiles.class);
        assertThat(files.location()).isEqualTo(directory.resolve("ledger").toString());
        files.create("x", HELLO);
        assertThatThrownBy(() -> files.create("x", HELLO)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void whatCannotBeToldIsNotAbsent() throws IOException {
        Path file = Files.write(directory.resolve("file"), HELLO);
        LedgerFiles below = new LocalFiles(file);

        assertThatThrownBy(() -> below.list("")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> below.exists("stop")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> below.create("a/one", HELLO)).isInstanceOf(IOException.class);
    }

    @Test
    void storageThatFlinkDoesNotKnowIsSaid() {
        assertThatThrownBy(() -> FlinkFiles.in("nosuch://bucket/ledger"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nosuch");
    }
}
