/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxMemoryTest {
    private Path proc = Path.of("");
    private Path cgroup = Path.of("");
    private LinuxMemory memory = new LinuxMemory(proc, cgroup);

    @BeforeEach
    void layOut(@TempDir Path root) {
        proc = root.resolve("proc");
        cgroup = root.resolve("cgroup");
        memory = new LinuxMemory(proc, cgroup);
    }

    @Test
    void readsTheResidentSet() throws IOException {
        write(proc.resolve("status"), "Name:\tjava\nVmPeak:\t  900 kB\nVmRSS:\t   2048 kB\n");

        assertThat(memory.rssBytes()).hasValue(2048 * 1024);
    }

    @Test
    void takesTheSmallestLimitOfVersion2Groups() throws IOException {
        write(proc.resolve("cgroup"), "0::/kubepods/pod1/flink\n");
        write(cgroup.resolve("kubepods/pod1/flink/memory.max"), "2000\n");
        write(cgroup.resolve("kubepods/pod1/memory.max"), "1500\n");
        write(cgroup.resolve("kubepods/memory.max"), "max\n");

        assertThat(memory.limitBytes()).hasValue(1500);
    }

    @Test
    void readsTheMountPointInsideAContainer() throws IOException {
        write(proc.resolve("cgroup"), "0::/../../elsewhere\n");
        write(cgroup.resolve("memory.max"), "3000\n");

        assertThat(memory.limitBytes()).hasValue(3000);
    }

    @Test
    void readsVersion1() throws IOException {
        write(proc.resolve("cgroup"), "12:cpu,cpuacct:/docker/1\n9:memory:/docker/1\n");
        write(cgroup.resolve("memory/docker/1/memory.limit_in_bytes"), "4000\n");

        assertThat(memory.limitBytes()).hasValue(4000);
    }

    @Test
    void ignoresValuesThatMeanNoLimit() throws IOException {
        write(proc.resolve("cgroup"), "9:memory:/\n0::/\n");
        write(cgroup.resolve("memory/memory.limit_in_bytes"), "9223372036854771712\n");
        write(cgroup.resolve("memory.max"), "max\n");

        assertThat(memory.limitBytes()).isEmpty();
    }

    @Test
    void knowsNothingOnOtherSystems() {
        assertThat(memory.rssBytes()).isEmpty();
        assertThat(memory.limitBytes()).isEmpty();
    }

    private static void write(Path file, String text) throws IOException {
        Path directory = file.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(file, text);
    }
}
