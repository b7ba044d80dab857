/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavepointVerifierTest {
    @TempDir
    private Path directory;

    private static byte[] metadata() throws IOException {
        OperatorState operator = new OperatorState(new OperatorID(1, 2), 2, 128);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            Checkpoints.storeCheckpointMetadata(new CheckpointMetadata(7, List.of(operator), List.of()), out);
        }
        return bytes.toByteArray();
    }

    private Path savepoint(String name, byte[] content) throws IOException {
        Path savepoint = Files.createDirectories(directory.resolve(name));
        Files.write(savepoint.resolve("_metadata"), content);
        return savepoint;
    }

    @Test
    void findsTheOneThatIsWhole() throws IOException {
        savepoint("savepoint-a", new byte[0]);
        Path whole = savepoint("savepoint-b", metadata());

        assertThat(SavepointVerifier.find(directory.toString()))
                .hasValueSatisfying(found -> assertThat(found).endsWith(whole.toString()));
    }

    @Test
    void whatAKillToreAtAnyByteIsNone() throws IOException {
        byte[] whole = metadata();
        for (int length = 0; length < whole.length; length++) {
            savepoint("savepoint-a", Arrays.copyOf(whole, length));

            assertThat(SavepointVerifier.find(directory.toString()))
                    .as("cut to %d bytes", length)
                    .isEmpty();
        }
    }

    @Test
    void storageThatDoesNotTellIsNoAnswer() throws IOException {
        Files.createDirectories(directory.resolve("savepoint-a").resolve("_metadata"));

        assertThatThrownBy(() -> SavepointVerifier.find(directory.toString())).isInstanceOf(IOException.class);
    }

    @Test
    void nothingIsThereBeforeItWasBegun() throws IOException {
        assertThat(SavepointVerifier.find(directory.resolve("none").toString())).isEmpty();
    }
}
