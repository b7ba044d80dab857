/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.health.estimate.Trend;
import dev.flinkvitals.health.judgement.Judgement;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** One source, windows of 10 s, target 30 s. */
class LagTrackerTest {
    private final SourceLagTracker tracker = new SourceLagTracker();
    private int second;

    @Test
    void isRecordsOverTheArrivalRate() {
        window(0, 100);
        // 1000 records in 10 s pile up: 100 read + 100 piled up = 200 arrive per second
        SourceLag lag = window(1000, 100);
        assertThat(lag.growthPerSecond()).hasValue(100);
        assertThat(lag.seconds()).hasValueCloseTo(5.0, within(1e-9));
    }

    @Test
    void needsThreeMarksToSeeATrend() {
        window(0, 100);
        assertThat(window(500, 100).trend()).isEqualTo(Trend.UNKNOWN);
        assertThat(window(1000, 100).trend()).isEqualTo(Trend.RISING);
        window(800, 100);
        window(400, 100);
        assertThat(window(100, 100).trend()).isEqualTo(Trend.DRAINING);
    }

    @Test
    void takesBatchesOfFetchesForSteady() {
        for (int records : List.of(100, 140, 90, 130, 120)) {
            window(records, 100);
        }
        assertThat(window(135, 100).trend()).isEqualTo(Trend.STEADY);
    }

    @Test
    void judgesTheLastRecordsOfACeasedInputByTheUsualRate() {
        for (int i = 0; i < 30; i++) {
            window(50, 100);
        }
        SourceLag lag = window(10, 0.5);
        assertThat(lag.seconds().orElseThrow()).isLessThan(1);
    }

    @Test
    void growsWithTheStandstillOfASourceThatReadsNothing() {
        for (int i = 0; i < 7; i++) {
            window(1000, 0);
        }
        assertThat(window(1000, 0).seconds()).hasValueCloseTo(70.0, within(1e-9));
    }

    @Test
    void isNotKnownBeforeTheFirstWindowUnlessNothingWaits() {
        assertThat(update(500, OptionalDouble.empty(), false).seconds()).isEmpty();
        assertThat(update(0, OptionalDouble.empty(), false).seconds()).hasValue(0);
    }

    @Test
    void costsHalfWhileItDrains() {
        // 120 s are four times the target: severity 1
        assertThat(severity(120, Trend.STEADY)).isEqualTo(1.0);
        assertThat(severity(120, Trend.DRAINING)).isEqualTo(0.5);
        assertThat(severity(60, Trend.RISING)).isEqualTo(0.5, within(1e-9));
        assertThat(severity(30, Trend.RISING)).isZero();
    }

    private static double severity(double seconds, Trend trend) {
        SourceLag source = new SourceLag(
                SimulatedJob.SOURCE,
                "orders",
                1000,
                OptionalDouble.of(100),
                OptionalDouble.of(0),
                OptionalDouble.of(seconds),
                trend);
        return LagRule.judge(
                        new JobLag(List.of(source), List.of(), List.of(), true, OptionalDouble.empty()), 30, List.of())
                .fold(Judgement.Known::severity, m -> Double.NaN, n -> Double.NaN);
    }

    private SourceLag window(long records, double consumed) {
        return update(records, OptionalDouble.of(consumed), true);
    }

    private SourceLag update(long records, OptionalDouble consumed, boolean windowEnds) {
        SourceLag lag = tracker.update(
                SimulatedJob.SOURCE, "orders", records, consumed, Duration.ofSeconds(second), windowEnds);
        second += 10;
        return lag;
    }
}
