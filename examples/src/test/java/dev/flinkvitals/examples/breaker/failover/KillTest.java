/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KillTest {
    @Test
    void killsTakeAllMomentsInTurn() {
        assertThat(Kill.spread(8))
                .extracting(Kill::moment)
                .containsExactly(
                        KillMoment.CLAIMED,
                        KillMoment.DURING,
                        KillMoment.COMPLETED,
                        KillMoment.FROZEN,
                        KillMoment.BEFORE,
                        KillMoment.AFTER,
                        KillMoment.CLAIMED,
                        KillMoment.DURING);
    }

    @Test
    void killsOfOneMomentAreSpreadOverItsTime() {
        List<Long> delays = Kill.spread(24).stream()
                .filter(kill -> kill.moment() == KillMoment.DURING)
                .map(kill -> kill.delay().toMillis())
                .toList();

        assertThat(delays).containsExactly(500L, 1500L, 2500L, 3500L);
    }
}
