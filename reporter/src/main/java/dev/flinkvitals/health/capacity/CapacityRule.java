/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import dev.flinkvitals.health.estimate.Curve;
import dev.flinkvitals.health.estimate.Trend;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.health.lag.JobLag;
import dev.flinkvitals.health.load.VertexLoad;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Judges whether the job can keep up. Utilisation is arrivals over capacity; with the busiest vertex busy a share
 * {@code u} of the time, capacity is {@code consumed / u}, so utilisation is {@code u * arrival / consumed}. Backpressure
 * and utilisation cost up to half while the job still keeps up, and all once it falls behind: backpressure alone is what a
 * job that catches up shows.
 */
public final class CapacityRule {
    private static final Curve UTILISATION = new Curve(0.7, 0.85, 1.0);
    private static final Curve BACK_PRESSURE = new Curve(0.1, 0.5, 0.8);
    /** Severity while the job still keeps up is at most this; a source that starves costs at least this. */
    private static final double TOLERATING = 0.5;
    /** Without the lag nobody can say whether backpressure hurts. */
    private static final double WITHOUT_LAG = 0.6;

    private CapacityRule() {}

    /**
     * Judges one cycle.
     *
     * @param loads load per vertex
     * @param bottleneck the named bottleneck, if there is one
     * @param lag the job's lag
     * @param lagTargetSeconds how far behind the job may be
     * @return the finding
     */
    public static Judgement judge(
            List<VertexLoad> loads, Optional<Bottleneck> bottleneck, JobLag lag, double lagTargetSeconds) {
        Optional<VertexLoad> busiest = loads.stream()
                .filter(l -> l.busyMax().isPresent())
                .max(Comparator.comparingDouble(l -> l.busyMax().getAsDouble()));
        if (busiest.isEmpty()) {
            return new Judgement.Missing(
                    "no busy and backpressure times over a complete window yet; they come from the TaskManagers' task metrics");
        }
        VertexLoad top = busiest.orElseThrow();
        double busy = top.busyMax().orElse(0);
        OptionalDouble highestPressure = loads.stream()
                .flatMapToDouble(l -> l.backPressuredMax().stream())
                .max();
        double pressure = highestPressure.orElse(0);
        double utilisation = busy * arrivalPerConsumed(lag);
        boolean behind = isBehind(lag, lagTargetSeconds);
        double severity = Math.max(UTILISATION.severity(utilisation), BACK_PRESSURE.severity(pressure));
        if (!behind) {
            severity = Math.min(TOLERATING, severity);
        } else if (bottleneck.isPresent()) {
            severity = Math.max(TOLERATING, severity);
        }
        Set<String> signals = new HashSet<>(Set.of("busy time"));
        if (highestPressure.isPresent()) {
            signals.add("backpressured time");
        }
        boolean lagKnown = lag.vitals().seconds().isPresent();
        if (lagKnown) {
            signals.add("lag");
        }
        return new Judgement.Known(
                severity,
                reason(top, pressure, bottleneck, lag, severity, behind),
                severity == 0
                        ? Place.JOB
                        : bottleneck.map(Bottleneck::place).orElse(Place.vertex(top.vertex(), top.name())),
                evidence(busy, pressure, utilisation, lag),
                lagKnown ? 1.0 : WITHOUT_LAG,
                signals);
    }

    private static boolean isBehind(JobLag lag, double lagTargetSeconds) {
        return lag.trend() == Trend.RISING
                || (lag.trend() != Trend.DRAINING && lag.vitals().seconds().orElse(0) > lagTargetSeconds);
    }

    /** Arrivals over what the source reads: above 1 while the lag grows, below 1 while it drains. */
    private static double arrivalPerConsumed(JobLag lag) {
        return lag.sources().stream()
                .filter(s -> s.arrivalPerSecond().isPresent()
                        && s.consumedPerSecond().orElse(0) > 0)
                .mapToDouble(s -> s.arrivalPerSecond().getAsDouble()
                        / s.consumedPerSecond().getAsDouble())
                .max()
                .orElse(1.0);
    }

    private static String reason(
            VertexLoad top,
            double pressure,
            Optional<Bottleneck> bottleneck,
            JobLag lag,
            double severity,
            boolean behind) {
        String load = bottleneck
                .map(Bottleneck::reason)
                .orElse("the busiest vertex is '" + top.name() + "' with "
                        + Words.percent(top.busyMax().orElse(0)) + ", highest backpressure is "
                        + Words.percent(pressure));
        if (severity == 0) {
            return "the job keeps up: " + load;
        }
        OptionalDouble growth = lag.vitals().growthPerSecond();
        if (lag.trend() == Trend.RISING && growth.isPresent() && growth.getAsDouble() > 0) {
            return load + "; the lag grows by " + Words.rate(growth.getAsDouble());
        }
        return load + (behind ? "; the job is behind" : "; the lag does not grow");
    }

    private static List<Evidence> evidence(double busy, double pressure, double utilisation, JobLag lag) {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("busy share", busy, "1"));
        evidence.add(new Evidence("backpressured share", pressure, "1"));
        evidence.add(new Evidence("utilisation", utilisation, "1"));
        lag.vitals().growthPerSecond().ifPresent(g -> evidence.add(new Evidence("lag growth", g, "{record}/s")));
        return evidence;
    }
}
