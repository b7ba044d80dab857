/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import java.io.DataInputStream;
import java.io.IOException;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;

/** Reads a savepoint's metadata back through Flink's own loader: what cannot be read cannot be restored. */
final class SavepointVerifier {
    private static final String METADATA = "_metadata";

    private SavepointVerifier() {}

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
