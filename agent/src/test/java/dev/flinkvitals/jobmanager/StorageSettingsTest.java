/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageSettingsTest {
    private static final String JOB = "a1b2c3d4e5f60718293a4b5c6d7e8f90";

    @Test
    void takesTheDirectoryFromWhatTheJobWroteAndElseFromTheConfiguration() {
        StorageSettings settings = new StorageSettings(
                Map.of("state.checkpoints.dir", "s3://key:secret@bucket/default"), Optional.empty());

        assertThat(settings.complete(graph(), List.of()).directory()).contains("s3://bucket/default");
        assertThat(settings.complete(graph(), List.of(checkpoint("s3://other/ck/" + JOB + "/chk-17", 10, 10)))
                        .directory())
                .contains("s3://other/ck");
        assertThat(settings.complete(graph(), List.of(checkpoint("<checkpoint-not-externally-addressable>", 10, 10)))
                        .directory())
                .contains("s3://bucket/default");
    }

    @Test
    void seesWhetherCheckpointsAreIncremental() {
        StorageSettings nothing = new StorageSettings(Map.of(), Optional.empty());
        StorageSettings no = new StorageSettings(Map.of("state.backend.incremental", "false"), Optional.empty());
        StorageSettings yes =
                new StorageSettings(Map.of("execution.checkpointing.incremental", "true"), Optional.empty());
        CheckpointSample full = checkpoint("s3://b/chk-1", 100, 100);
        CheckpointSample part = checkpoint("s3://b/chk-2", 100, 40);

        assertThat(nothing.complete(graph(), List.of(full, full)).incremental()).isEmpty();
        assertThat(nothing.complete(graph(), Collections.nCopies(3, full)).incremental())
                .contains(false);
        assertThat(yes.complete(graph(), Collections.nCopies(3, full)).incremental())
                .contains(true);
        assertThat(no.complete(graph(), List.of()).incremental()).contains(false);
        assertThat(no.complete(graph(), List.of(part, full)).incremental())
                .as("the job overrides the cluster")
                .contains(true);
    }

    @Test
    void tellsWhereSavepointsGo() {
        Map<String, String> flink = Map.of("execution.checkpointing.savepoint-dir", "file:/sp");
        assertThat(StorageSettings.savepointDirectory(flink)).contains("file:/sp");
        assertThat(StorageSettings.savepointDirectory(Map.of("state.savepoints.dir", " ")))
                .isEmpty();
        assertThat(new StorageSettings(flink, Optional.of("s3://me:pw@b/sp"))
                        .complete(graph(), List.of())
                        .savepointDirectory())
                .contains("s3://b/sp");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://bucket/path, s3://bucket/path",
        "s3://KEY:SECRET@bucket/path, s3://bucket/path",
        "s3://KEY:SEC/RET@bucket/path, s3://bucket/path",
        "hdfs://user@nn:8020/path, hdfs://nn:8020/path",
        "hdfs://nn:8020/user@corp/path, hdfs://nn:8020/user@corp/path",
        "'https://store/path?sig=secret#x', https://store/path",
        "abfss://container@account.dfs.core.windows.net/path, abfss://container@account.dfs.core.windows.net/path",
        "file:/tmp/ck, file:/tmp/ck",
        "/tmp/ck, /tmp/ck"
    })
    void showsNoCredentials(String address, String shown) {
        assertThat(StorageSettings.withoutCredentials(address)).isEqualTo(shown);
    }

    private static CheckpointSettings graph() {
        return new CheckpointSettings(
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                Duration.ZERO,
                0,
                false,
                Optional.empty(),
                Optional.empty(),
                1,
                true,
                Optional.of(true),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static CheckpointSample checkpoint(String path, long state, long written) {
        return new CheckpointSample(
                1,
                CheckpointSample.Kind.CHECKPOINT,
                CheckpointSample.Status.COMPLETED,
                false,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                state,
                written,
                0,
                0,
                1,
                1,
                false,
                Optional.of(path),
                Optional.empty(),
                List.of());
    }
}
