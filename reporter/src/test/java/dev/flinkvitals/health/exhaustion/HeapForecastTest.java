/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.config.HealthConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Heap forecasts on {@link HeapPlant synthetic heaps} at the default settings, 20 seeds each. {@link #main} prints the table
 * of {@code docs/health.md}.
 */
class HeapForecastTest {
    private static final int SEEDS = 20;
    /** Seeds of the printed table: the thresholds were chosen with a look at lower ones, so these are others. */
    private static final int TABLE_SEED = 5000;

    private static final int TABLE_SEEDS = 100;
    private static final double OFTEN = 0.03;
    private static final double RARELY = 0.1;
    private static final double HOUR = 3600;
    private static final double DAY = 24 * HOUR;
    private static final double LEAK_STARTS = 2 * HOUR;
    private static final HealthConfig CONFIG = new HealthConfig(
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(30),
            Duration.ofSeconds(30),
            Duration.ofMinutes(15));

    /** Heaps that never run out, over a day. The first period of a sawtooth is left out: no detector can know that it ends. */
    private enum Control {
        STEADY(t -> 0.5, t -> 1, 0),
        STEADY_HIGH(t -> 0.75, t -> 1, 0),
        DIURNAL(t -> 0.5 + 0.15 * wave(t), t -> 1 + 0.8 * wave(t), 0),
        BURSTY(t -> t % (3 * HOUR) < 1200 ? 0.6 : 0.5, t -> t % (3 * HOUR) < 1200 ? 4 : 1, 0),
        WARM_UP(t -> 0.2 + 0.65 * (1 - Math.exp(-t / (0.4 * HOUR))), t -> 1, 0),
        SLOW_WARM_UP(t -> 0.2 + 0.6 * (1 - Math.exp(-t / (1.5 * HOUR))), t -> 1, 0),
        WINDOWED_1H(t -> 0.25 + 0.4 * (t % HOUR) / HOUR, t -> 1, HOUR),
        WINDOWED_4H(t -> 0.25 + 0.4 * (t % (4 * HOUR)) / (4 * HOUR), t -> 1, 4 * HOUR),
        HIGH_WINDOWED_4H(t -> 0.25 + 0.6 * (t % (4 * HOUR)) / (4 * HOUR), t -> 1, 4 * HOUR),
        HIGH_WINDOWED_1H(t -> 0.25 + 0.6 * (t % HOUR) / HOUR, t -> 1, HOUR);

        private final DoubleUnaryOperator live;
        private final DoubleUnaryOperator load;
        private final double ignoredSeconds;

        Control(DoubleUnaryOperator live, DoubleUnaryOperator load, double ignoredSeconds) {
            this.live = live;
            this.load = load;
            this.ignoredSeconds = ignoredSeconds;
        }

        private static double wave(double seconds) {
            return Math.sin(2 * Math.PI * seconds / DAY);
        }

        Run run(long seed, double leftBehind, double markAbove) {
            return new Run(new HeapPlant(seed, live, load, leftBehind, markAbove), ignoredSeconds + 600, DAY);
        }
    }

    /** Known limits: they call for action although the heap does not run out. */
    private enum Limit {
        FIRST_PERIOD_OF_1H(t -> 0.25 + 0.6 * Math.min(HOUR, t) / HOUR),
        STRAIGHT_RISE_TO_85(t -> Math.min(0.85, 0.3 + 0.7 * Math.max(0, t - LEAK_STARTS) / (2.5 * HOUR)));

        private final DoubleUnaryOperator live;

        Limit(DoubleUnaryOperator live) {
            this.live = live;
        }

        Run run(long seed, double leftBehind, double markAbove) {
            return new Run(new HeapPlant(seed, live, t -> 1, leftBehind, markAbove), 0, DAY / 2);
        }
    }

    /** Leaks from 30 % of the heap on. */
    private enum Leak {
        FAST(1.5 * HOUR),
        SLOW(8 * HOUR);

        private final double seconds;

        Leak(double seconds) {
            this.seconds = seconds;
        }

        double fullAt() {
            return LEAK_STARTS + seconds;
        }

        Run run(long seed, double leftBehind, double markAbove) {
            DoubleUnaryOperator live = t -> 0.3 + 0.7 * Math.max(0, t - LEAK_STARTS) / seconds;
            return new Run(new HeapPlant(seed, live, t -> 1, leftBehind, markAbove), 0, fullAt());
        }
    }

    /** One run of a plant: when warnings and calls for action began. */
    private static final class Run {
        private final List<Double> warnings = new ArrayList<>();
        private final List<Double> actions = new ArrayList<>();

        Run(HeapPlant plant, double fromSeconds, double toSeconds) {
            ResourceForecaster forecaster = new ResourceForecaster(CONFIG, Resource.HEAP);
            boolean warns = false;
            boolean acts = false;
            for (double t = 0; t < toSeconds; t += HeapPlant.STEP_SECONDS) {
                double share = plant.afterCollection(t);
                if (share == 0) {
                    continue;
                }
                ResourceLevel level = new ResourceLevel(
                        Resource.HEAP, "tm", Math.round(t * 1000), share * HeapPlant.HEAP_BYTES, HeapPlant.HEAP_BYTES);
                forecaster.add(level);
                Optional<ExhaustionForecast> forecast = forecaster.forecast(level);
                boolean actionable =
                        forecast.filter(ExhaustionForecast::actionable).isPresent();
                if (t >= fromSeconds && forecast.isPresent() && !warns) {
                    warnings.add(t);
                }
                if (t >= fromSeconds && actionable && !acts) {
                    actions.add(t);
                }
                warns = forecast.isPresent();
                acts = actionable;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WARM_UP", "HIGH_WINDOWED_1H"})
    void neverCallsForActionOnAHeapThatDoesNotRunOut(Control control) {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertThat(control.run(seed, 0, OFTEN).actions).as("seed %s", seed).isEmpty();
            assertThat(control.run(seed, 0.3, OFTEN).actions)
                    .as("seed %s, up to 30 %% of the garbage left behind", seed)
                    .isEmpty();
        }
    }

    /**
     * Noise can hide that a warm-up levels off. The target is never, and it is missed: 12 calls for action in 100 runs were
     * measured. The bound only keeps that from getting much worse.
     */
    @ParameterizedTest
    @EnumSource(names = {"WARM_UP", "HIGH_WINDOWED_1H"})
    void callsForActionInFewRunsOfAHeapThatLooksLikeALeakForAWhile(Control control) {
        int runs = 0;
        for (int seed = TABLE_SEED; seed < TABLE_SEED + TABLE_SEEDS; seed++) {
            runs += control.run(seed, 0.3, OFTEN).actions.isEmpty() ? 0 : 1;
        }
        assertThat(runs).isLessThan(TABLE_SEEDS / 5);
    }

    @ParameterizedTest
    @EnumSource(names = {"STEADY", "STEADY_HIGH", "DIURNAL", "BURSTY"})
    void neverWarnsOfAHeapThatOnlyFollowsItsLoad(Control control) {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertThat(control.run(seed, 0.3, OFTEN).warnings)
                    .as("seed %s", seed)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void warnsOfEveryLeak(Leak leak) {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertThat(leak.run(seed, 0.3, OFTEN).warnings).as("seed %s", seed).isNotEmpty();
        }
    }

    @Test
    void callsForActionOnEveryFastLeakAtLeastTenMinutesAhead() {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Double> actions = Leak.FAST.run(seed, 0.3, OFTEN).actions;
            assertThat(actions).as("seed %s", seed).isNotEmpty();
            assertThat(actions.get(0)).as("seed %s", seed).isLessThan(Leak.FAST.fullAt() - 600);
        }
    }

    /** Prints the detector table. */
    public static void main(String[] args) {
        for (double mark : new double[] {OFTEN, RARELY}) {
            for (double left : new double[] {0, 0.3, 0.6}) {
                print("mixed collections each %.2f of the heap, garbage left behind up to %.1f", mark, left);
                for (Control control : Control.values()) {
                    print(control, left, mark);
                }
                for (Leak leak : Leak.values()) {
                    print(leak, left, mark);
                }
                for (Limit limit : Limit.values()) {
                    print(limit, left, mark);
                }
            }
        }
    }

    private static void print(Control control, double left, double mark) {
        int warnings = 0;
        int actions = 0;
        for (int seed = TABLE_SEED; seed < TABLE_SEED + TABLE_SEEDS; seed++) {
            Run run = control.run(seed, left, mark);
            warnings += run.warnings.size();
            actions += run.actions.size();
        }
        print(
                "  %s: %.2f warnings, %.2f actions a day",
                control, (double) warnings / TABLE_SEEDS, (double) actions / TABLE_SEEDS);
    }

    private static void print(Limit limit, double left, double mark) {
        int runs = 0;
        for (int seed = TABLE_SEED; seed < TABLE_SEED + TABLE_SEEDS; seed++) {
            runs += limit.run(seed, left, mark).actions.isEmpty() ? 0 : 1;
        }
        print("  %s: called for action in %d of %d runs", limit, runs, TABLE_SEEDS);
    }

    private static void print(Leak leak, double left, double mark) {
        List<Double> warned = new ArrayList<>();
        List<Double> acted = new ArrayList<>();
        for (int seed = TABLE_SEED; seed < TABLE_SEED + TABLE_SEEDS; seed++) {
            Run run = leak.run(seed, left, mark);
            run.warnings.stream().findFirst().ifPresent(at -> warned.add((leak.fullAt() - at) / 60));
            run.actions.stream().findFirst().ifPresent(at -> acted.add((leak.fullAt() - at) / 60));
        }
        print("  %s, minutes ahead: warning %s; action %s", leak, spread(warned), spread(acted));
    }

    private static String spread(List<Double> minutes) {
        double[] sorted =
                minutes.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0
                ? "never"
                : String.format(
                        Locale.ROOT,
                        "%d of %d, least %.0f, median %.0f, most %.0f",
                        sorted.length,
                        TABLE_SEEDS,
                        sorted[0],
                        sorted[sorted.length / 2],
                        sorted[sorted.length - 1]);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
