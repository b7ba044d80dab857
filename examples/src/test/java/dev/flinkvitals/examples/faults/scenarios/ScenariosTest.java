/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkvitals.examples.faults.FaultScenario;
import dev.flinkvitals.examples.faults.Truth;
import dev.flinkvitals.health.finding.FindingKind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;

class ScenariosTest {
    @Test
    void namesAllOfThemInTheHelp() {
        assertThat(Scenarios.ALL.stream().map(FaultScenario::name).collect(Collectors.joining(", ")))
                .isEqualTo(Scenarios.NAMES);
    }

    @Test
    void takesThoseThatAreNamed() {
        assertThat(Scenarios.named(List.of("bursts", "slow-sink")))
                .extracting(FaultScenario::name)
                .containsExactly("bursts", "slow-sink");
        assertThatThrownBy(() -> Scenarios.named(List.of("slow"))).hasMessageContaining("slow-sink");
    }

    @Test
    void expectsOnlyFindingsThatTheProductHas() {
        Set<String> catalogue =
                Arrays.stream(FindingKind.values()).map(FindingKind::label).collect(Collectors.toSet());

        assertThat(Scenarios.ALL).allSatisfy(scenario -> {
            Truth truth = scenario.truth();
            assertThat(catalogue).containsAll(truth.kinds()).containsAll(truth.symptoms());
        });
    }

    @Test
    void knowsWhereTheHotKeyIs() {
        HotKey scenario = new HotKey();
        assertThat(KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        7, scenario.maxParallelism(), scenario.parallelism()))
                .isEqualTo(HotKey.SUBTASK);
    }

    @Test
    void knowsWhichSubtaskHasTwoKeyGroups() {
        UnevenKeyGroups scenario = new UnevenKeyGroups();
        for (int subtask = 0; subtask < scenario.parallelism(); subtask++) {
            KeyGroupRange range = KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
                    scenario.maxParallelism(), scenario.parallelism(), subtask);
            assertThat(range.getNumberOfKeyGroups()).isEqualTo(subtask == UnevenKeyGroups.SUBTASK ? 2 : 1);
        }
    }
}
