/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a savepoint's metadata back through Flink's own loader: what cannot be read cannot be restored. */
final class SavepointVerifier {
    private static final Logger LOG = LoggerFactory.getLogger(SavepointVerifier.class);
    private static final String METADATA = "_metadata";

    private SavepointVerifier() {}

    /**
     * Looks for a savepoint that is whole.
     *
     * @param directory where one savepoint was to be written; Flink makes a directory of its own in it
     * @return the first whose metadata can be read back, by name; empty if there is none, or the directory does not exist
     * @throws IOException if the storage does not tell; metadata that it tells and that is torn is no savepoint
     */
    static Optional<String> find(String directory) throws IOException {
        Path parent = new Path(directory);
        FileSystem fileSystem = parent.getFileSystem();
        FileStatus[] children;
        try {
            children = fileSystem.listStatus(parent);
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
        // A local file system answers null for what does not exist.
        for (FileStatus child : children == null ? new FileStatus[0] : children) {
            Path path = child.getPath();
            if (child.isDir() && fileSystem.exists(new Path(path, METADATA)) && isWhole(path)) {
                return Optional.of(path.toString());
            }
        }
        return Optional.empty();
    }

    /** A JobManager that is killed leaves half a file where the storage shows files before they are closed. */
    private static boolean isWhole(Path savepoint) throws IOException {
        try (Told in = new Told(open(savepoint))) {
            try {
                load(in, savepoint.toString());
                return true;
            } catch (IOException | RuntimeException e) {
                if (in.broken != null) {
                    throw in.broken;
                }
                LOG.info("Flink Vitals found a torn savepoint in {}: {}", savepoint, e.toString());
                return false;
            }
        }
    }

    /**
     * Verifies a savepoint.
     *
     * @param savepoint its directory
     * @throws IOException if the metadata is missing, damaged, or names no operator
     */
    static void verify(String savepoint) throws IOException {
        try (InputStream in = open(new Path(savepoint))) {
            load(in, savepoint);
        }
    }

    private static InputStream open(Path savepoint) throws IOException {
        Path metadata = new Path(savepoint, METADATA);
        return metadata.getFileSystem().open(metadata);
    }

    private static void load(InputStream in, String savepoint) throws IOException {
        CheckpointMetadata read = Checkpoints.loadCheckpointMetadata(
                new DataInputStream(in), SavepointVerifier.class.getClassLoader(), savepoint);
        if (read.getOperatorStates().isEmpty()) {
            throw new IOException("the metadata of " + savepoint + " names no operator");
        }
    }

    /** Tells what the storage failed to read from what it read and what makes no sense. */
    private static final class Told extends FilterInputStream {
        private @Nullable IOException broken;

        Told(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                broken = e;
                throw e;
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                broken = e;
                throw e;
            }
        }
    }
}
