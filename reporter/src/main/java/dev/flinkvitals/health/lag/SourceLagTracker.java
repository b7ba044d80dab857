/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import dev.flinkvitals.health.estimate.Trend;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.util.OptionalDouble;

/** Follows the lag of one source vertex over its last windows. Not thread-safe. */
public final class SourceLagTracker {
    /** Windows between the oldest and the newest lag that a trend is taken from. */
    static final int TREND_WINDOWS = 3;

    /** A trend needs this many. */
    private static final int MIN_TREND_WINDOWS = 2;

    private final LagMarks marks = new LagMarks();
    private final LagAge age = new LagAge();

    /**
     * Takes the lag of one cycle.
     *
     * @param vertex the source
     * @param name its name
     * @param records records waiting
     * @param consumed records that it reads per second, if known
     * @param elapsed monotonic time of this cycle
     * @param windowEnds whether a window of the job ends now
     * @return the source's lag
     */
    SourceLag update(
            VertexId vertex, String name, long records, OptionalDouble consumed, Duration elapsed, boolean windowEnds) {
        if (windowEnds || marks.isEmpty()) {
            marks.add(elapsed, (double) records);
        }
        OptionalDouble growth = marks.growth(1);
        SourceLag lag = new SourceLag(
                vertex,
                name,
                records,
                consumed,
                growth,
                age.seconds((double) records, consumed, growth, elapsed),
                trend(marks, consumed));
        if (windowEnds) {
            age.windowEnded(lag.arrivalPerSecond());
        }
        return lag;
    }

    /** Whether the lag grows beyond doubt. */
    boolean surelyGrows() {
        return marks.surelyGrows();
    }

    /** Where a lag heads over its newest windows, given the records read per second. */
    static Trend trend(LagMarks marks, OptionalDouble consumed) {
        if (marks.windows() < MIN_TREND_WINDOWS) {
            return Trend.UNKNOWN;
        }
        double last = marks.growth(1).orElse(0);
        double overall = marks.growth(TREND_WINDOWS).orElse(0);
        double significant = LagAge.STEADY_SHARE * Math.max(consumed.orElse(0), consumed.orElse(0) + overall);
        if (overall > significant && last > 0) {
            return Trend.RISING;
        }
        if (overall < -significant && last < 0) {
            return Trend.DRAINING;
        }
        return Trend.STEADY;
    }
}
