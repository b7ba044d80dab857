/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.stability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.signals.RestartReading;
import dev.flinkvitals.signals.RestartStrategy;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final String TYPE = "java.lang.IllegalStateException";

    @Test
    void growsWithEachFailure() {
        // 1 s, 1.5 s, 2.25 s; a fourth failure would bring 3.375 s
        Backoff backoff = at(100, Failures.at(Failures.EXPONENTIAL, TYPE, 10, 20, 30));

        assertThat(backoff.current()).hasValue(Duration.ofMillis(2_250));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(3_375));
        assertThat(backoff.growth()).isEqualTo(2.25);
    }

    @Test
    void countsFailuresWithinAPauseAsOne() {
        // the pause after the failure at 10 s lasts until 11 s
        Backoff backoff = at(100, Failures.at(Failures.EXPONENTIAL, TYPE, 10, 10.4, 10.9, 12));

        assertThat(backoff.current()).hasValue(Duration.ofMillis(1_500));
    }

    @Test
    void beginsAgainAfterAQuietTime() {
        // restarted at 21.5 s; one hour later the pause is 1 s again
        RestartReading failures = Failures.at(Failures.EXPONENTIAL, TYPE, 10, 20, 21.5 + 3_600);
        assertThat(at(4_000, failures).current()).hasValue(Duration.ofSeconds(1));

        RestartReading earlier = Failures.at(Failures.EXPONENTIAL, TYPE, 10, 20, 21.4 + 3_600);
        assertThat(at(4_000, earlier).current()).hasValue(Duration.ofMillis(2_250));
        assertThat(at(8_000, earlier).next()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void staysBelowItsMaximum() {
        double[] seconds = new double[16];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = 100.0 * i;
        }
        // 1.5^15 = 437 s
        assertThat(at(2_000, Failures.at(Failures.EXPONENTIAL, TYPE, seconds)).current())
                .hasValue(Duration.ofMinutes(1));
    }

    @Test
    void ofAFixedDelayIsAlwaysTheSame() {
        RestartStrategy fixed = new RestartStrategy(
                "fixed-delay", Duration.ofSeconds(7), Duration.ofSeconds(7), 1, Duration.ZERO, OptionalInt.of(3));
        Backoff backoff = at(100, Failures.at(fixed, TYPE, 10, 20, 30));

        assertThat(backoff.current()).hasValue(Duration.ofSeconds(7));
        assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void isUnknownWithoutAStrategyAndWhereNothingRestarts() {
        RestartStrategy none = new RestartStrategy(
                RestartStrategy.NONE, Duration.ZERO, Duration.ZERO, 1, Duration.ZERO, OptionalInt.of(0));

        assertThat(Backoff.of(RestartReading.UNKNOWN, Failures.START)).isEmpty();
        assertThat(Backoff.of(Failures.at(none, TYPE, 1), Failures.START)).isEmpty();
    }

    private static Backoff at(double second, RestartReading restarts) {
        return Backoff.of(restarts, Failures.START.plusMillis(Math.round(second * 1000)))
                .orElseThrow();
    }
}
