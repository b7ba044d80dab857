/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import dev.flinkvitals.jobmanager.StorageSettings;
import dev.flinkvitals.snapshot.ledger.files.LedgerFiles;
import dev.flinkvitals.snapshot.ledger.files.LocalFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Files on any storage that Flink is set up for. */
final class FlinkFiles implements LedgerFiles {
    private final FileSystem fileSystem;
    private final Path root;

    FlinkFiles(FileSystem fileSystem, Path root) {
        this.fileSystem = fileSystem;
        this.root = root;
    }

    /**
     * Files in a directory, which need not be there yet.
     *
     * @param directory as Flink's configuration would name it
     * @throws IOException if Flink has no file system for it
     */
    static LedgerFiles in(String directory) throws IOException {
        Path root = new Path(directory);
        FileSystem fileSystem = root.getFileSystem();
        return "file".equals(fileSystem.getUri().getScheme())
                ? new LocalFiles(java.nio.file.Path.of(root.getPath()))
                : new FlinkFiles(fileSystem, root);
    }

    @Override
    public String location() {
        return StorageSettings.withoutCredentials(root.toString());
    }

    @Override
    public void create(String name, byte[] content) throws IOException {
        try (FSDataOutputStream out = fileSystem.create(path(name), FileSystem.WriteMode.NO_OVERWRITE)) {
            out.write(content);
            sync(out);
        }
    }

    /** HDFS writes to disk only when told to; object stores write when the stream is closed, and may not know the word. */
    @SuppressWarnings("EmptyCatch")
    private static void sync(FSDataOutputStream out) throws IOException {
        try {
            out.sync();
        } catch (UnsupportedOperationException e) {
            // Closing it has to do.
        }
    }

    @Override
    public Optional<byte[]> read(String name, int most) throws IOException {
        try (FSDataInputStream in = fileSystem.open(path(name))) {
            return Optional.of(in.readNBytes(most));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> list(String directory) throws IOException {
        try {
            FileStatus[] found = fileSystem.listStatus(path(directory));
            return found == null
                    ? List.of()
                    : Arrays.stream(found)
                            .map(status -> status.getPath().getName())
                            .sorted()
                            .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    @Override
    public boolean exists(String name) throws IOException {
        return fileSystem.exists(path(name));
    }

    private Path path(String name) {
        return name.isEmpty() ? root : new Path(root, name);
    }
}
