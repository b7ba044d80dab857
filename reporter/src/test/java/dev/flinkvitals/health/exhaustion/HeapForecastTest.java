/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.config.HealthConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Heap forecasts on {@link HeapPlant synthetic heaps}, at the default settings; the table is in docs/health.md. */
class HeapForecastTest {
    private static final int SEEDS = 20;
    private static final double HOUR = 3600;
    private static final HealthConfig CONFIG = new HealthConfig(
            Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(30), Duration.ofSeconds(30));

    record Outcome(int warnings, int actions, double warnLead, double actLead) {}

    @Test
    void table() {
        for (double leftBehind : new double[] {0, 0.3, 0.6}) {
            System.out.println("left behind " + leftBehind);
            show("steady", leftBehind, 24, t -> 0.5, t -> 1, Double.NaN);
            show("steady high", leftBehind, 24, t -> 0.75, t -> 1, Double.NaN);
            show(
                    "diurnal",
                    leftBehind,
                    24,
                    t -> 0.5 + 0.15 * Math.sin(2 * Math.PI * t / (24 * HOUR)),
                    t -> 1 + 0.8 * Math.sin(2 * Math.PI * t / (24 * HOUR)),
                    Double.NaN);
            show(
                    "bursty",
                    leftBehind,
                    24,
                    t -> t % (3 * HOUR) < 1200 ? 0.6 : 0.5,
                    t -> t % (3 * HOUR) < 1200 ? 4 : 1,
                    Double.NaN);
            show("warm-up", leftBehind, 24, t -> 0.2 + 0.6 * (1 - Math.exp(-t / (1.5 * HOUR))), t -> 1, Double.NaN);
            show(
                    "warm-up fast",
                    leftBehind,
                    24,
                    t -> 0.2 + 0.65 * (1 - Math.exp(-t / (0.4 * HOUR))),
                    t -> 1,
                    Double.NaN);
            show("windowed 1h", leftBehind, 24, t -> 0.25 + 0.4 * (t % HOUR) / HOUR, t -> 1, Double.NaN);
            show("windowed 4h", leftBehind, 24, t -> 0.25 + 0.4 * (t % (4 * HOUR)) / (4 * HOUR), t -> 1, Double.NaN);
            show("windowed 1h to 85", leftBehind, 24, t -> 0.25 + 0.6 * (t % HOUR) / HOUR, t -> 1, Double.NaN);
            show(
                    "windowed 4h to 85",
                    leftBehind,
                    24,
                    t -> 0.25 + 0.6 * (t % (4 * HOUR)) / (4 * HOUR),
                    t -> 1,
                    Double.NaN);
            show(
                    "slow leak 8h",
                    leftBehind,
                    12,
                    t -> 0.3 + 0.7 * Math.max(0, t - 2 * HOUR) / (8 * HOUR),
                    t -> 1,
                    10 * HOUR);
            show(
                    "fast leak 1.5h",
                    leftBehind,
                    6,
                    t -> 0.3 + 0.7 * Math.max(0, t - 2 * HOUR) / (1.5 * HOUR),
                    t -> 1,
                    3.5 * HOUR);
            show(
                    "linear to 85 in 2h",
                    leftBehind,
                    12,
                    t -> Math.min(0.85, 0.3 + 0.7 * Math.max(0, t - 2 * HOUR) / (2.5 * HOUR)),
                    t -> 1,
                    Double.NaN);
        }
        assertThat(SEEDS).isPositive();
    }

    private static void show(
            String name, double left, double hours, DoubleUnaryOperator live, DoubleUnaryOperator load, double fullAt) {
        int warn = 0, act = 0, detW = 0, detA = 0;
        List<Double> wl = new ArrayList<>(), al = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            Outcome o = run(seed, left, hours, live, load, fullAt);
            warn += o.warnings;
            act += o.actions;
            if (!Double.isNaN(o.warnLead)) {
                detW++;
                wl.add(o.warnLead / 60);
            }
            if (!Double.isNaN(o.actLead)) {
                detA++;
                al.add(o.actLead / 60);
            }
        }
        Collections.sort(wl);
        Collections.sort(al);
        System.out.printf(
                "%-20s warn %d act %d (of %d runs)  det %d %d lead warn %s act %s%n",
                name, warn, act, SEEDS, detW, detA, q(wl), q(al));
    }

    static String q(List<Double> l) {
        return l.isEmpty() ? "-" : String.format("%.0f/%.0f/%.0f", l.get(0), l.get(l.size() / 2), l.get(l.size() - 1));
    }

    private static Outcome run(
            long seed, double left, double hours, DoubleUnaryOperator live, DoubleUnaryOperator load, double fullAt) {
        HeapPlant plant = new HeapPlant(seed, live, load, left);
        ResourceForecaster forecaster = new ResourceForecaster(CONFIG, Resource.HEAP);
        int warnings = 0, actions = 0;
        boolean warned = false, acted = false;
        double wl = Double.NaN, al = Double.NaN;
        double end = Double.isNaN(fullAt) ? hours * HOUR : fullAt;
        for (double t = 0; t < end; t += HeapPlant.STEP_SECONDS) {
            double used = plant.afterCollection(t);
            if (used == 0) continue;
            ResourceLevel level = new ResourceLevel(
                    Resource.HEAP, "tm", Math.round(t * 1000), used * HeapPlant.HEAP_BYTES, HeapPlant.HEAP_BYTES);
            forecaster.add(level);
            var f = forecaster.forecast(level);
            boolean w = f.isPresent(),
                    a = f.filter(ExhaustionForecast::actionable).isPresent();
            if (w && !warned) {
                warnings++;
                if (Double.isNaN(wl)) wl = fullAt - t;
            }
            if (a && !acted) {
                actions++;
                if (Double.isNaN(al)) al = fullAt - t;
            }
            warned = w;
            acted = a;
        }
        return new Outcome(warnings, actions, wl, al);
    }
}
