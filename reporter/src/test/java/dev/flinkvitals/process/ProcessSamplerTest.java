/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.config.LimitsConfig;
import dev.flinkvitals.signals.ProcessReading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessSamplerTest {
    private static final LimitsConfig NO_LIMITS = LimitsConfig.NONE;

    @TempDir
    private Path root = Path.of("");

    @Test
    void readsTheHeapOfThisJvm() {
        try (ProcessSampler sampler = sampler(NO_LIMITS, Map.of())) {
            ProcessReading reading = sampler.read("tm-1", 7);

            assertThat(reading.processId()).isEqualTo("tm-1");
            assertThat(reading.sampleMillis()).isEqualTo(7);
            assertThat(reading.heapMaxBytes()).hasValue(Runtime.getRuntime().maxMemory());
            assertThat(reading.gcShare().getAsDouble()).isBetween(0.0, 1.0);
            assertThat(reading.managedBytes()).isEmpty();
        }
    }

    @Test
    void readsTheOtherPoolsOfThisJvm() {
        ByteBuffer held = ByteBuffer.allocateDirect(1 << 20);
        try (ProcessSampler sampler = sampler(NO_LIMITS, Map.of())) {
            ProcessReading reading = sampler.read("tm-1", 7, OptionalLong.of(3), OptionalLong.of(4));

            assertThat(reading.metaspaceBytes().getAsLong()).isGreaterThan(1 << 20);
            assertThat(reading.directBytes().getAsLong()).isGreaterThanOrEqualTo(held.capacity());
            assertThat(reading.directMaxBytes().getAsLong())
                    .isGreaterThan(reading.directBytes().getAsLong());
            assertThat(reading.managedBytes()).hasValue(3);
            assertThat(reading.managedMaxBytes()).hasValue(4);
            assertThat(reading.cpuShare()).isEmpty();
            assertThat(sampler.read("tm-1", 5_007).cpuShare().getAsDouble()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void prefersTheDeclaredMemoryLimitThenTheControlGroupThenFlinksProcessSize() throws IOException {
        Map<String, String> flink =
                Map.of("taskmanager.memory.process.size", "1728m", "jobmanager.memory.process.size", "1600 mb");
        LimitsConfig declared =
                new LimitsConfig(OptionalLong.empty(), OptionalLong.of(5), Optional.empty(), Optional.empty());
        try (ProcessSampler sampler = sampler(NO_LIMITS, flink)) {
            assertThat(sampler.read("tm-1", 0).memoryLimitBytes()).hasValue(1728L << 20);
            assertThat(sampler.read(ProcessSampler.JOB_MANAGER, 0).memoryLimitBytes())
                    .hasValue(1600L << 20);

            Files.createDirectories(root.resolve("cgroup"));
            Files.createDirectories(root.resolve("proc"));
            Files.writeString(root.resolve("proc/cgroup"), "0::/\n");
            Files.writeString(root.resolve("cgroup/memory.max"), "4096\n");
            assertThat(sampler.read("tm-1", 0).memoryLimitBytes()).hasValue(4096);
        }
        try (ProcessSampler sampler = sampler(declared, flink)) {
            assertThat(sampler.read("tm-1", 0).memoryLimitBytes()).hasValue(5);
        }
    }

    @Test
    void doesNotGuessAMemoryLimitFromASizeItCannotRead() {
        try (ProcessSampler sampler = sampler(NO_LIMITS, Map.of("taskmanager.memory.process.size", "plenty"))) {
            assertThat(sampler.read("tm-1", 0).memoryLimitBytes()).isEmpty();
        }
    }

    @Test
    void sumsTheLocalStateAndLooksAgainAfterAPause() throws IOException {
        Path state = Files.createDirectories(root.resolve("tmp/tm_tm-1/tmp/job_1_op_2"));
        Files.writeString(state.resolve("000001.sst"), "12345");
        try (ProcessSampler sampler =
                sampler(NO_LIMITS, Map.of("io.tmp.dirs", root.resolve("tmp").toString()))) {
            ProcessReading first = sampler.read("tm-1", 100_000);
            assertThat(first.stateBytes()).hasValue(5);
            assertThat(first.stateLimitBytes().getAsLong()).isGreaterThan(5);

            Files.writeString(state.resolve("000002.sst"), "678");
            // An hour later even the slowest machine has paused long enough for one small look.
            assertThat(sampler.read("tm-1", 3_700_000).stateBytes()).hasValue(8);
            assertThat(sampler.read("tm-2", 3_700_000).stateBytes()).isEmpty();
        }
    }

    @Test
    void prefersTheDeclaredLimitOfTheLocalState() throws IOException {
        Files.createDirectories(root.resolve("rocks"));
        LimitsConfig declared =
                new LimitsConfig(OptionalLong.of(1_000), OptionalLong.empty(), Optional.empty(), Optional.empty());
        Map<String, String> flink =
                Map.of("state.backend.rocksdb.localdir", root.resolve("rocks").toString());
        try (ProcessSampler sampler = sampler(declared, flink)) {
            assertThat(sampler.read("tm-1", 0).stateBytes()).hasValue(0);
            assertThat(sampler.read("tm-1", 0).stateLimitBytes()).hasValue(1_000);
        }
    }

    private ProcessSampler sampler(LimitsConfig limits, Map<String, String> flink) {
        return new ProcessSampler(limits, flink, root.resolve("proc"), root.resolve("cgroup"));
    }
}
