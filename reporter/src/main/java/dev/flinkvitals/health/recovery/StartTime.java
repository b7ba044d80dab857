/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.recovery;

import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.Initialization;
import java.time.Duration;
import java.util.List;

/**
 * How long it takes to deploy the tasks and to restore a state of {@code s} bytes: {@code a + s / bandwidth}, fitted by least
 * squares to the observed starts, each with half the weight of the next newer one. Two points on the prior line (10 s, and 50 MB/s
 * for each TaskManager) take part with a small weight: they decide what no observation tells, such as the bandwidth of a
 * job that never had any state.
 *
 * @param fixedSeconds the part that does not depend on the state
 * @param secondsPerByte one over the bandwidth
 * @param low least share of the line that a start took
 * @param high most
 */
record StartTime(double fixedSeconds, double secondsPerByte, double low, double high) {
    static final double PRIOR_SECONDS = 10;
    static final double PRIOR_BYTES_PER_SECOND = 50e6;
    private static final double PRIOR_WEIGHT = 0.05;

    /** The second point of the prior: a state that takes a minute to restore. */
    private static final double PRIOR_RESTORE_SECONDS = 60;

    private static final double HALF = 0.5;
    private static final int SPREAD_OF = 5;

    /**
     * Learns from what was observed.
     *
     * @param newestFirst the observed starts
     * @param taskManagers how many TaskManagers restore, 1 or more
     */
    static StartTime learn(List<Initialization> newestFirst, int taskManagers) {
        double priorBytes = PRIOR_RESTORE_SECONDS * PRIOR_BYTES_PER_SECOND * Math.max(1, taskManagers);
        Line line = new Line();
        line.add(0, PRIOR_SECONDS, PRIOR_WEIGHT);
        line.add(priorBytes, PRIOR_SECONDS + PRIOR_RESTORE_SECONDS, PRIOR_WEIGHT);
        double weight = 1;
        for (Initialization start : newestFirst) {
            line.add(bytes(start), seconds(start), weight);
            weight *= HALF;
        }
        return line.fit(newestFirst);
    }

    /** The time for a state of the given size, in seconds. */
    Interval of(double stateBytes) {
        double expected = expected(stateBytes);
        return new Interval(expected * low, expected, expected * high);
    }

    private double expected(double stateBytes) {
        return fixedSeconds + secondsPerByte * stateBytes;
    }

    private static double bytes(Initialization start) {
        return Math.max(0, (double) start.restoredBytes().orElse(0));
    }

    /** A first start may wait for TaskManagers which a restart finds running: that wait is not learnt. */
    private static double seconds(Initialization start) {
        double deploying = Math.max(0, Times.seconds(start.deploying()));
        boolean first = start.backoff().compareTo(Duration.ZERO) <= 0;
        return Math.max(0, Times.seconds(start.initializing()))
                + (first ? Math.min(PRIOR_SECONDS, deploying) : deploying);
    }

    /** Weighted least squares with neither a negative slope nor a negative intercept. */
    private static final class Line {
        private double weights;
        private double x;
        private double y;
        private double xx;
        private double xy;

        void add(double bytes, double seconds, double weight) {
            weights += weight;
            x += weight * bytes;
            y += weight * seconds;
            xx += weight * bytes * bytes;
            xy += weight * bytes * seconds;
        }

        StartTime fit(List<Initialization> newestFirst) {
            double slope = (weights * xy - x * y) / (weights * xx - x * x);
            double intercept = (y - slope * x) / weights;
            if (!(slope >= 0)) {
                slope = 0;
                intercept = y / weights;
            } else if (intercept < 0) {
                intercept = 0;
                slope = xy / xx;
            }
            return spread(new StartTime(intercept, slope, 1, 1), newestFirst);
        }

        /** Half to double without an observation, narrower with each, never narrower than the last ones scattered. */
        private static StartTime spread(StartTime line, List<Initialization> newestFirst) {
            int observed = newestFirst.size();
            double low = 1 - HALF / (observed + 1);
            double high = 1 + 1.0 / (observed + 1);
            for (Initialization start : newestFirst.subList(0, Math.min(SPREAD_OF, observed))) {
                double expected = line.expected(bytes(start));
                if (expected > 0) {
                    low = Math.min(low, seconds(start) / expected);
                    high = Math.max(high, seconds(start) / expected);
                }
            }
            return new StartTime(line.fixedSeconds(), line.secondsPerByte(), low, high);
        }
    }
}
