/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.health.SimulatedJob;
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
        assertThat(rates.idle()).hasValue(0.4);
        assertThat(rates.backPressured()).hasValue(0);
        assertThat(rates.busy()).hasValue(0.6);
        assertThat(rates.recordsInPerSecond()).hasValue(20);
        assertThat(rates.recordsOutPerSecond()).isEmpty();
    }

    @Test
    void holdsTheRatesUntilTheNextWindowIsComplete() {
        window.accept(reading(1, 10, 4000, 200), Duration.ofSeconds(10));
        window.accept(reading(1, 15, 9000, 900), Duration.ofSeconds(15));
        assertThat(idle(15)).contains(0.4);
        window.accept(reading(1, 20, 12000, 900), Duration.ofSeconds(20));
        assertThat(idle(20)).contains(0.8);
    }

    @Test
    void startsOverWhenACounterFell() {
        window.accept(reading(1, 10, 4000, 200), Duration.ofSeconds(10));
        window.accept(reading(1, 20, 100, 5), Duration.ofSeconds(20));
        assertThat(window.rates(Duration.ofSeconds(20))).isEmpty();
        window.accept(reading(1, 30, 1100, 25), Duration.ofSeconds(30));
        assertThat(idle(30)).contains(0.1);
    }

    @Test
    void aLongSpellThatIsBookedLateIsNoBreak() {
        // Idle all the time, but booked only at second 5 and at second 10: Flink's busy counter falls twice.
        window.accept(reading(1, 4, 0, 0), Duration.ofSeconds(4));
        window.accept(reading(1, 5, 5000, 0), Duration.ofSeconds(5));
        window.accept(reading(1, 9, 5000, 0), Duration.ofSeconds(9));
        window.accept(reading(1, 10, 10000, 0), Duration.ofSeconds(10));
        SubtaskRates rates = window.rates(Duration.ofSeconds(10)).orElseThrow();
        assertThat(rates.idle()).hasValue(1);
        assertThat(rates.busy()).hasValue(0);
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
        assertThat(idle(30)).contains(0.4);
        assertThat(window.rates(Duration.ofSeconds(31)))
                .as("nothing new for more than two windows")
                .isEmpty();
    }

    @Test
    void passesOverAReadingThatComesLate() {
        window.accept(reading(1, 6, 3000, 100), Duration.ofSeconds(6));
        window.accept(reading(1, 4, 2000, 60), Duration.ofSeconds(7));
        window.accept(reading(1, 10, 4000, 200), Duration.ofSeconds(10));
        assertThat(idle(10)).contains(0.4);
    }

    @Test
    void passesOverAnEarlierAttemptThatIsStillReported() {
        window.accept(reading(2, 1, 0, 0), Duration.ofSeconds(1));
        window.accept(reading(1, 8, 8000, 400), Duration.ofSeconds(8));
        window.accept(reading(2, 11, 5000, 0), Duration.ofSeconds(11));
        assertThat(idle(11)).contains(0.5);
    }

    private Optional<Double> idle(int second) {
        return window.rates(Duration.ofSeconds(second)).map(r -> r.idle().getAsDouble());
    }

    private static SubtaskReading reading(int attempt, int second, long idleMillis, long records) {
        return new SubtaskReading(
                new SubtaskId(SimulatedJob.SINK, 0),
                attempt,
                second * 1000L,
                // As Flink has it: the task's age less what is booked, so it falls when a long spell is booked.
                OptionalLong.of(Math.max(0, second * 1000L - idleMillis)),
                OptionalLong.of(0),
                OptionalLong.of(idleMillis),
                OptionalLong.of(records),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                "tm-1",
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }
}
