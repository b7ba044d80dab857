/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkvitals.examples.breaker.BreakerScenario;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BreakerScenariosTest {
    @Test
    void theHelpNamesAllScenarios() {
        assertThat(BreakerScenarios.ALL.stream().map(BreakerScenario::name).collect(Collectors.joining(", ")))
                .isEqualTo(BreakerScenarios.NAMES);
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> BreakerScenarios.named(List.of("ooom")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected one of " + BreakerScenarios.NAMES + ", found ooom");
    }
}
