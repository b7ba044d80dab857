/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Smoothing and colours at a window of 60 s. */
class ScorePublisherTest {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    @Test
    void fallsByHalfOfTheDistanceInTenSeconds() {
        ScoreSmoother smoother = new ScoreSmoother(WINDOW);
        smoother.update(100, Duration.ZERO, false);
        assertThat(smoother.update(40, Duration.ofSeconds(10), false)).isEqualTo(70, within(1e-9));
        assertThat(smoother.update(40, Duration.ofSeconds(20), false)).isEqualTo(55, within(1e-9));
    }

    @Test
    void risesByThreePercentOfTheDistanceInTenSeconds() {
        ScoreSmoother smoother = new ScoreSmoother(WINDOW);
        smoother.update(0, Duration.ZERO, false);
        assertThat(smoother.update(100, Duration.ofSeconds(10), false)).isEqualTo(3, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"1, 60", "5, 12", "10, 6"})
    void fallsEquallyFarHoweverOftenItIsAsked(int stepSeconds, int steps) {
        ScoreSmoother smoother = new ScoreSmoother(WINDOW);
        smoother.update(100, Duration.ZERO, false);
        double score = 100;
        for (int i = 1; i <= steps; i++) {
            score = smoother.update(0, Duration.ofSeconds((long) i * stepSeconds), false);
        }
        // six halvings
        assertThat(score).isEqualTo(100 / 64.0, within(1e-9));
    }

    @Test
    void hardFaultBypassesTheSmoothingDownwardOnly() {
        ScoreSmoother smoother = new ScoreSmoother(WINDOW);
        smoother.update(100, Duration.ZERO, false);
        assertThat(smoother.update(20, Duration.ofSeconds(1), true)).isEqualTo(20);
        assertThat(smoother.update(100, Duration.ofSeconds(2), true)).isLessThan(21);
    }

    @Test
    void keepsItsColourWithinTheHysteresis() {
        BandKeeper bands = new BandKeeper(WINDOW);
        assertThat(bands.update(81, Duration.ZERO, false)).isEqualTo(Band.GREEN);
        for (int second = 10; second < 600; second += 10) {
            assertThat(bands.update(78, Duration.ofSeconds(second), false)).isEqualTo(Band.GREEN);
        }
    }

    @Test
    void turnsWorseAfterHalfAWindowAndBetterAfterThree() {
        BandKeeper bands = new BandKeeper(WINDOW);
        bands.update(90, Duration.ZERO, false);
        assertThat(bands.update(50, Duration.ofSeconds(10), false)).isEqualTo(Band.GREEN);
        assertThat(bands.update(50, Duration.ofSeconds(39), false)).isEqualTo(Band.GREEN);
        assertThat(bands.update(50, Duration.ofSeconds(40), false)).isEqualTo(Band.RED);
        assertThat(bands.update(90, Duration.ofSeconds(50), false)).isEqualTo(Band.RED);
        assertThat(bands.update(90, Duration.ofSeconds(229), false)).isEqualTo(Band.RED);
        assertThat(bands.update(90, Duration.ofSeconds(230), false)).isEqualTo(Band.GREEN);
    }

    @Test
    void hardFaultTurnsItRedAtOnce() {
        BandKeeper bands = new BandKeeper(WINDOW);
        bands.update(90, Duration.ZERO, false);
        assertThat(bands.update(0, Duration.ofSeconds(1), true)).isEqualTo(Band.RED);
    }

    @Test
    void startsOverWhenTheScoreComesBack() {
        BandKeeper bands = new BandKeeper(WINDOW);
        bands.update(90, Duration.ZERO, false);
        bands.update(50, Duration.ofSeconds(10), false);
        bands.update(90, Duration.ofSeconds(20), false);
        assertThat(bands.update(50, Duration.ofSeconds(41), false)).isEqualTo(Band.GREEN);
    }
}
