/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RateWindowTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final RateWindow window = new RateWindow(WINDOW, reading(1, 0, 0, 0), Duration.ZERO);

    @Test
    void knowsNothingBeforeTheFirstWindowIsComplete() {
        window.accept(reading(1, 5, 1000, 50), Duration.ofSeconds(5));
        assertThat(window.rates(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void dividesWhatTheCountersGainedByTheTimeBetweenTheSamples() {
        window.accept(reading(1, 10, 4000, 200), Duration.ofSeconds(10));
        SubtaskRates rates = window.rates(Duration.ofSeconds(10)).orElseThrow();
        assertThat(rates.busy()).hasValue(0.4);
        assertThat(rates.recordsInPerSecond()).hasValue(20);
        assertThat(rates.idle()).isEmpty();
    }

    @Test
    void holdsTheRatesUntilTheNextWindowIsComplete() {
        window.accept(reading(1, 10, 4000, 200), Duration.ofSeconds(10));
        window.accept(reading(1, 15, 9000, 900), Duration.ofSeconds(15));
        assertThat(busy(15)).contains(0.4);
        window.accept(reading(1, 20, 12000, 900), Duration.ofSeconds(20));
        assertThat(busy(20)).contains(0.8);
    }

    @Test
    void startsOverWhenACounterFell() {
        window.accept(reading(1, 10, 4000, 200), Duration.ofSeconds(10));
        window.accept(reading(1, 20, 100, 5), Duration.ofSeconds(20));
        assertThat(window.rates(Duration.ofSeconds(20))).isEmpty();
        window.accept(reading(1, 30, 1100, 25), Duration.ofSeconds(30));
        assertThat(busy(30)).contains(0.1);
    }

    @Test
    void startsOverWithANewAttemptEvenIfItsCountersAreHigher() {
        window.accept(reading(2, 10, 4000, 200), Duration.ofSeconds(10));
        assertThat(window.rates(Duration.ofSeconds(10))).isEmpty();
    }

    @Test
    void takesTheSameSampleTwiceForNoNews() {
        window.accept(reading(1, 10, 4000, 200), Duration.ofSeconds(10));
        window.accept(reading(1, 10, 4000, 200), Duration.ofSeconds(20));
        assertThat(busy(30)).contains(0.4);
        assertThat(window.rates(Duration.ofSeconds(31)))
                .as("nothing new for more than two windows")
                .isEmpty();
    }

    private Optional<Double> busy(int second) {
        return window.rates(Duration.ofSeconds(second)).map(r -> r.busy().getAsDouble());
    }

    private static SubtaskReading reading(int attempt, int second, long busyMillis, long records) {
        return new SubtaskReading(
                new SubtaskId(SimulatedJob.SINK, 0),
                attempt,
                second * 1000L,
                OptionalLong.of(busyMillis),
                OptionalLong.of(0),
                OptionalLong.empty(),
                OptionalLong.of(records),
                OptionalLong.of(records),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty());
    }
}
