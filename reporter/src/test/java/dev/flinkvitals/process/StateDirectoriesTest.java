/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateDirectoriesTest {
    @Test
    void looksIntoTheWorkingDirectoryBelowEachTemporaryDirectory() {
        assertThat(StateDirectories.of(Map.of("io.tmp.dirs", "/disk1/tmp, /disk2/tmp"), "tm-1"))
                .containsExactly(
                        Path.of("/disk1/tmp/tm_tm-1/tmp"),
                        Path.of("/disk1/tmp/tm_tm-1/localState"),
                        Path.of("/disk2/tmp/tm_tm-1/tmp"),
                        Path.of("/disk2/tmp/tm_tm-1/localState"));
    }

    @Test
    void prefersTheWorkingDirectoryOfTheTaskManager() {
        Map<String, String> flink = Map.of(
                "io.tmp.dirs", "/tmp1",
                "process.working-dir", "/work",
                "process.taskmanager.working-dir", "/tm-work");

        assertThat(StateDirectories.of(flink, "tm-1"))
                .containsExactly(Path.of("/tm-work/tm_tm-1/tmp"), Path.of("/tm-work/tm_tm-1/localState"));
    }

    @Test
    void addsTheDirectoriesConfiguredForState() {
        Map<String, String> flink = Map.of(
                "process.working-dir", "/work",
                "state.backend.rocksdb.localdir", "/rocks1,/rocks2",
                "taskmanager.state.local.root-dirs", "/local");

        assertThat(StateDirectories.of(flink, "tm-1"))
                .startsWith(Path.of("/rocks1"), Path.of("/rocks2"), Path.of("/local"));
    }

    @Test
    void fallsBackToTheTemporaryDirectoryOfTheJvm() {
        assertThat(StateDirectories.of(Map.of(), "tm-1"))
                .contains(Path.of(System.getProperty("java.io.tmpdir"), "tm_tm-1", "tmp"));
    }
}
