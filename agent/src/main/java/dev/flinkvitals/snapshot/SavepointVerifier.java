/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;

/** Reads a savepoint's metadata back through Flink's own loader: what cannot be read cannot be restored. */
final class SavepointVerifier {
    private static final String METADATA = "_metadata";

    private SavepointVerifier() {}

    /**
     * Looks for a savepoint that is whole.
     *
     * @param directory where one savepoint was to be written; Flink makes a directory of its own in it
     * @return the first whose metadata can be read back, by name; empty if there is none, or the directory does not exist
     * @throws IOException if the storage does not tell
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
            if (child.isDir() && fileSystem.exists(new Path(path, METADATA))) {
                verify(path.toString());
                return Optional.of(path.toString());
            }
        }
        return Optional.empty();
    }

    /**
     * Verifies a savepoint.
     *
     * @param savepoint its directory
     * @throws IOException if the metadata is missing, damaged, or names no operator
     */
    static void verify(String savepoint) throws IOException {
        Path metadata = new Path(savepoint, METADATA);
        try (DataInputStream in = new DataInputStream(metadata.getFileSystem().open(metadata))) {
            CheckpointMetadata read =
                    Checkpoints.loadCheckpointMetadata(in, SavepointVerifier.class.getClassLoader(), savepoint);
            if (read.getOperatorStates().isEmpty()) {
                throw new IOException("the metadata of " + savepoint + " names no operator");
            }
        }
    }
}
