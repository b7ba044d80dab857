/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private static final Duration NOW = Duration.ofHours(1);
    private final Backoff backoff = new Backoff(new SplittableRandom(5));

    @Test
    void forgetsOneFailureAfterASuccess() {
        CircuitState state = new CircuitState.Closed(0).failed(NOW, backoff);

        assertThat(state).isEqualTo(new CircuitState.Closed(1));
        assertThat(state.triggered(NOW)).isEqualTo(state);
        assertThat(state.succeeded()).isEqualTo(new CircuitState.Closed(0));
    }

    @Test
    void throwsOnEventsThatAStateDoesNotAllow() {
        CircuitState open = new CircuitState.Open(NOW, 0);
        CircuitState halfOpen = new CircuitState.HalfOpen(0);

        assertThatThrownBy(() -> open.triggered(NOW.minusMillis(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("triggered while the circuit is open");
        assertThatThrownBy(open::succeeded)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("succeeded while the circuit is open");
        assertThatThrownBy(() -> open.failed(NOW, backoff))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("failed while the circuit is open");
        assertThatThrownBy(() -> halfOpen.triggered(NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("triggered while the circuit is half open");
        assertThat(open.triggered(NOW)).isEqualTo(new CircuitState.HalfOpen(0));
    }

    @Test
    void drawsPausesWithinTheirBounds() {
        for (int openings = 0; openings < 100; openings++) {
            Duration highest = Duration.ofMinutes(Math.min(360, 10L << Math.min(openings, 20)));

            assertThat(backoff.pause(openings)).isBetween(Duration.ofMinutes(5), highest);
        }
    }

    @Test
    void spreadsPausesOverTheWholeRange() {
        Duration shortest = Backoff.LONGEST;
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 200; i++) {
            Duration pause = backoff.pause(10);
            shortest = pause.compareTo(shortest) < 0 ? pause : shortest;
            longest = pause.compareTo(longest) > 0 ? pause : longest;
        }

        assertThat(shortest).isLessThan(Duration.ofMinutes(30));
        assertThat(longest).isGreaterThan(Duration.ofHours(5));
    }
}
