/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.FileSystemFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultyFileSystemTest {
    @TempDir
    private Path folder;

    @Test
    void isFoundByFlink() {
        assertThat(ServiceLoader.load(FileSystemFactory.class))
                .anySatisfy(factory -> assertThat(factory.getScheme()).isEqualTo("faulty"));
    }

    @Test
    void writesLikeAnyOtherAsLongAsNothingIsSwitched() throws IOException {
        FileSystem storage = storage(Map.of());

        write(storage, 1000);

        assertThat(folder.resolve("file")).hasSize(1000);
    }

    @Test
    void refuses() {
        FileSystem storage = storage(Map.of(Switch.STORAGE_REFUSES, 1));

        assertThatThrownBy(() -> write(storage, 1)).hasMessageContaining("503");
    }

    @Test
    void refusesSavepointsAndNothingElse() throws IOException {
        FileSystem storage = storage(Map.of(Switch.STORAGE_REFUSES_SAVEPOINTS, 1));

        write(storage, 1);
        assertThatThrownBy(() -> write(storage, "savepoint-1234/_metadata", 1)).hasMessageContaining("507");
    }

    @Test
    void hangsUntilItsWriterIsInterrupted() {
        FileSystem storage = storage(Map.of(Switch.STORAGE_HANGS, 1));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> write(storage, 1)).hasMessageContaining("hangs");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void takesAsLongAsTheBandwidthSays() throws IOException {
        FileSystem storage = storage(Map.of(Switch.STORAGE_BANDWIDTH, 10_000));
        long start = System.nanoTime();

        write(storage, 1000);

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(100_000_000L);
    }

    private FileSystem storage(Map<String, Integer> values) {
        Path switches = folder.resolve("switches");
        try {
            Switches.write(switches, values);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new FaultyFileSystem(new Switches(switches.toString()));
    }

    private void write(FileSystem storage, int bytes) throws IOException {
        write(storage, "file", bytes);
    }

    private void write(FileSystem storage, String name, int bytes) throws IOException {
        URI file = URI.create("faulty://" + folder.resolve(name));
        try (FSDataOutputStream out = storage.create(new org.apache.flink.core.fs.Path(file), WriteMode.OVERWRITE)) {
            out.write(new byte[bytes]);
        }
    }
}
