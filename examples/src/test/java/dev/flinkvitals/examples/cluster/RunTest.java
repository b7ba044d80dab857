/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkvitals.examples.parts.Progress;
import dev.flinkvitals.examples.parts.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
    /** No process has this id: Linux stops at 4,194,304. */
    private static final ProcessRecord DEAD_OWNER = new ProcessRecord(99_999_999, Instant.EPOCH, "java", "launcher");

    private final List<Process> strangers = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    @TempDir
    private Path root;

    private Workspace workspace;

    @BeforeEach
    void findWorkspace() {
        workspace = new Workspace(root, "1");
    }

    @AfterEach
    void endStrangers() {
        strangers.forEach(Process::destroyForcibly);
    }

    @Test
    void stopsItsProcessesKeepsTheirLogsAndDeletesItsFolder() {
        Path kept = root.resolve("kept");
        Run run = Run.open(workspace, "test", Optional.of(kept), Progress.silent());
        ManagedProcess process = run.start(sleeper(run, "echo hello; exec sleep 60"));
        process.close();
        ManagedProcess other = run.start(sleeper(run, "exec sleep 60"));
        assertThat(other.alive()).isTrue();

        run.close();

        assertThat(process.alive()).isFalse();
        assertThat(other.alive()).isFalse();
        assertThat(run.directory()).doesNotExist();
        assertThat(kept.resolve("sleeper.out")).exists();
        assertThatThrownBy(() -> run.start(sleeper(run, "exec sleep 60")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The run is closed: sleeper is not started");
    }

    @Test
    void endsWhatAKilledRunLeftBehind() throws Exception {
        Path killed = folderOf(DEAD_OWNER);
        Process left = stranger();
        Leftovers.record(killed, ProcessRecord.of(left.toHandle(), "kafka"));

        try (Run run = Run.open(workspace, "test", Optional.empty(), said::add)) {
            assertThat(left.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(killed).doesNotExist();
            assertThat(run.directory()).exists();
        }
        assertThat(said).containsExactly("ending kafka (process " + left.pid() + "), left behind by an earlier run");
    }

    @Test
    void leavesAProcessAloneThatOnlyGotTheSameId() throws IOException {
        Path killed = folderOf(DEAD_OWNER);
        Process stranger = stranger();
        ProcessRecord recorded = ProcessRecord.of(stranger.toHandle(), "kafka");
        Leftovers.record(
                killed,
                new ProcessRecord(
                        recorded.pid(), recorded.started().minus(Duration.ofHours(1)), recorded.program(), "kafka"));
        Leftovers.record(killed, new ProcessRecord(recorded.pid(), recorded.started(), "other", "kafka"));

        Run.open(workspace, "test", Optional.empty(), said::add).close();

        assertThat(stranger.isAlive()).isTrue();
        assertThat(said).isEmpty();
        assertThat(killed).doesNotExist();
    }

    @Test
    void leavesARunAloneWhoseLauncherLives() {
        try (Run other = Run.open(workspace, "other", Optional.empty(), Progress.silent())) {
            ManagedProcess process = other.start(sleeper(other, "exec sleep 60"));

            Run.open(workspace, "test", Optional.empty(), said::add).close();

            assertThat(process.alive()).isTrue();
            assertThat(other.directory()).exists();
        }
    }

    @Test
    void readsBackWhatItWrote() {
        ProcessRecord record = new ProcessRecord(42, Instant.ofEpochMilli(1_700_000_000_123L), "java -cp x", "kafka");

        assertThat(ProcessRecord.parse(record.toLine())).contains(record);
        assertThat(ProcessRecord.parse("42\t17000")).isEmpty();
        assertThat(ProcessRecord.parse("x\ty\tkafka\tjava")).isEmpty();
    }

    private Path folderOf(ProcessRecord owner) throws IOException {
        Path folder = Files.createDirectories(workspace.labDirectory().resolve("demo-1"));
        Files.writeString(folder.resolve("something"), "left behind");
        Leftovers.record(folder, owner);
        return folder;
    }

    private Process stranger() throws IOException {
        Process process = new ProcessBuilder("sleep", "60").start();
        strangers.add(process);
        return process;
    }

    private static ProcessCommand sleeper(Run run, String script) {
        return new ProcessCommand(
                "sleeper",
                List.of("sh", "-c", script),
                run.directory(),
                Map.of(),
                run.directory().resolve("sleeper.out"));
    }
}
