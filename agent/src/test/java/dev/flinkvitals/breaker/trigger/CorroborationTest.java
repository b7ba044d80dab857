/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.schedule.SimulatedJob;
import dev.flinkvitals.health.exhaustion.ExhaustionForecast;
import dev.flinkvitals.health.exhaustion.MemoryPool;
import dev.flinkvitals.health.exhaustion.Resource;
import dev.flinkvitals.signals.ProcessReading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CorroborationTest {
    private static final long MB = 1_000_000;
    private static final String BESIDE_THE_POOLS =
            "by the JVM's counters its pools do not explain the growth: it is " + MemoryPool.NATIVE_MEMORY.words();

    private final SimulatedJob job = new SimulatedJob(1);
    private final WindowHistory history = new WindowHistory();

    @Test
    void memoryThatNoPoolCountsNeedsNoCollectionToBeSeen() {
        window(500, OptionalLong.of(40 * MB));
        window(520, OptionalLong.of(41 * MB));
        assertThat(signals()).as("two windows are too few").hasSize(1);
        window(540, OptionalLong.of(42 * MB));

        assertThat(signals()).last().isEqualTo(BESIDE_THE_POOLS);
    }

    @Test
    void aHeapThatFillsForTheFirstTimeIsNoLeakBesideIt() {
        window(500, OptionalLong.of(40 * MB));
        window(520, OptionalLong.of(55 * MB));
        window(540, OptionalLong.of(70 * MB));

        assertThat(signals()).hasSize(1);
    }

    @Test
    void aHeapOfWhichNothingIsKnownMayBeWhatGrows() {
        for (int i = 0; i < 3; i++) {
            window(500 + 20 * i, OptionalLong.empty());
        }

        assertThat(signals()).hasSize(1);
    }

    private void window(long residentMegabytes, OptionalLong longLived) {
        job.processes = List.of(process(residentMegabytes * MB, longLived));
        history.mark(job.later(Duration.ofMinutes(1)).reading());
    }

    private List<String> signals() {
        return Corroboration.ofMemory(nativeMemory(), job.assessment(), job.reading(), history);
    }

    private static ExhaustionForecast nativeMemory() {
        return new ExhaustionForecast(
                Resource.PROCESS_MEMORY,
                "tm-1",
                0.75,
                MB,
                Duration.ofMinutes(20),
                Duration.ofMinutes(10),
                Duration.ofMinutes(30),
                0.9,
                true,
                Optional.of(MemoryPool.NATIVE_MEMORY));
    }

    private static ProcessReading process(long resident, OptionalLong longLived) {
        OptionalLong unknown = OptionalLong.empty();
        return new ProcessReading(
                "tm-1",
                0,
                unknown,
                OptionalLong.of(300 * MB),
                OptionalDouble.of(0),
                OptionalLong.of(resident),
                OptionalLong.of(800 * MB),
                unknown,
                unknown,
                unknown,
                unknown,
                OptionalLong.of(80 * MB),
                unknown,
                unknown,
                unknown,
                OptionalDouble.empty(),
                longLived);
    }
}
