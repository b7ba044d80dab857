/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.config.ConfigParser;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.ProcessReading;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MemoryRuleTest {
    private final MemoryRule rule =
            new MemoryRule(ConfigParser.parse(Map.of(), Map.of()).config().health());

    @Test
    void memoryMindsTheJobManagerButIsNotKnownByItAlone() {
        ProcessReading healthy = heap(ProcessReading.JOB_MANAGER, 50);
        ProcessReading full = heap(ProcessReading.JOB_MANAGER, 92);
        assertThat(judge(healthy)).isInstanceOf(Judgement.Missing.class);
        assertThat(judge(full)).isInstanceOfSatisfying(Judgement.Known.class, known -> {
            assertThat(known.severity()).isEqualTo(0.5);
            assertThat(known.place()).isEqualTo(Place.process(ProcessReading.JOB_MANAGER));
            assertThat(known.signals()).containsExactly("jobmanager heap");
        });
        assertThat(judge(heap("tm-1", 50), healthy)).isInstanceOfSatisfying(Judgement.Known.class, known -> {
            assertThat(known.severity()).isZero();
            assertThat(known.signals()).containsExactlyInAnyOrder("heap", "jobmanager heap");
            assertThat(known.confidence()).isBetween(0.5, 1.0);
        });
    }

    private static ProcessReading heap(String process, long percent) {
        OptionalLong none = OptionalLong.empty();
        return new ProcessReading(
                process,
                1,
                OptionalLong.of(percent),
                OptionalLong.of(100),
                OptionalDouble.empty(),
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                OptionalDouble.empty());
    }

    private Judgement judge(ProcessReading... processes) {
        List<ProcessLevels> levels = Arrays.stream(processes)
                .map(process -> ProcessLevels.of(process, null))
                .toList();
        return rule.judge(levels, List.of(), Optional.empty()).judgement();
    }
}
