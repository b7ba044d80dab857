/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.signals.ProcessReading;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Local state with a limit of 100 MB, read every second in buckets of 3 s. */
class ExhaustionForecasterTest {
    private static final double MB = 1e6;
    private static final double LIMIT = 100 * MB;
    private static final Duration HORIZON = Duration.ofMinutes(2);
    private static final int NEVER = -1;

    private final ExhaustionForecaster forecaster = new ExhaustionForecaster(new HealthConfig(
            Duration.ofSeconds(5), Duration.ofSeconds(3), HORIZON, Duration.ofSeconds(10), Duration.ofMinutes(15)));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void foreseesALeakThatIsFlushedInStepsAndCompactedNowAndThen(int seed) {
        Random random = new Random(seed);
        double steadyUntil = random.nextInt(60);
        double[] compacted = {0};
        int second = firstActionable(300, t -> {
            double written = 5 * MB + Math.max(0, t - steadyUntil) * 1.5 * MB;
            double flushed = Math.floor(written / (7.5 * MB)) * 7.5 * MB;
            if (random.nextDouble() < 0.04) {
                compacted[0] += 0.1 * Math.max(0, flushed - compacted[0]);
            }
            return flushed - compacted[0];
        });
        assertThat(second).isNotEqualTo(NEVER);
        // From 70 % on, less the tenth that a compaction may take in the very second.
        assertThat(lastLevel).as("level when it became actionable").isBetween(0.63, 0.85);
    }

    @Test
    void neverActsOnASteadyLevel() {
        Random random = new Random(1);
        assertThat(firstActionable(3600, t -> (80 + random.nextDouble()) * MB)).isEqualTo(NEVER);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 45, 60, 120, 300})
    void neverActsOnASawtoothOfWindowedStateOnceItKnowsAPeak(int periodSeconds) {
        IntToDoubleFunction sawtooth = t -> (45 + 35.0 * (t % periodSeconds) / periodSeconds) * MB;
        for (int t = 0; t < periodSeconds + 10; t++) {
            forecaster.update(List.of(levels(clock++, sawtooth.applyAsDouble(t))));
        }
        assertThat(firstActionable(3600, t -> sawtooth.applyAsDouble(t + 10))).isEqualTo(NEVER);
    }

    @Test
    void neverActsOnGrowthThatSlowsDown() {
        assertThat(firstActionable(3600, t -> 76 * (1 - Math.exp(-t / 25.0)) * MB))
                .isEqualTo(NEVER);
    }

    @Test
    void neverActsOnGrowthThatStopsBelowTheGate() {
        assertThat(firstActionable(3600, t -> Math.min(65, 1.5 * t) * MB)).isEqualTo(NEVER);
    }

    @Test
    void estimatesTheTimeLeftFromTheSlope() {
        firstActionable(300, t -> 1.0 * t * MB);
        ExhaustionForecast forecast = last.get(0);
        // 1 MB/s towards 100 MB
        assertThat(forecast.growthPerSecond()).isBetween(0.99 * MB, 1.01 * MB);
        assertThat(forecast.timeToExhaustion()).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(31));
        assertThat(forecast.timeToExhaustionLow()).isLessThanOrEqualTo(forecast.timeToExhaustion());
        assertThat(forecast.resource()).isEqualTo(Resource.LOCAL_STATE);
    }

    @Test
    void withdrawsTheForecastWhenTheStateIsCleanedUp() {
        assertThat(firstActionable(300, t -> 1.0 * t * MB)).isNotEqualTo(NEVER);
        for (int t = 300; t < 310; t++) {
            last = forecaster.update(List.of(levels(t, 10 * MB)));
        }
        assertThat(last).isEmpty();
    }

    private List<ExhaustionForecast> last = List.of();
    private double lastLevel;
    private int clock;

    /** Seconds until the forecast is actionable. */
    private int firstActionable(int seconds, IntToDoubleFunction bytes) {
        for (int t = 0; t < seconds; t++) {
            double used = bytes.applyAsDouble(t);
            lastLevel = used / LIMIT;
            last = forecaster.update(List.of(levels(clock++, used)));
            if (last.stream().anyMatch(ExhaustionForecast::actionable)) {
                return t;
            }
        }
        return NEVER;
    }

    private static ProcessLevels levels(int second, double stateBytes) {
        return ProcessLevels.of(process(second, stateBytes), null);
    }

    private static ProcessReading process(int second, double stateBytes) {
        return new ProcessReading(
                "taskmanager-1",
                second * 1000L,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.of(Math.round(stateBytes)),
                OptionalLong.of(Math.round(LIMIT)),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty());
    }
}
