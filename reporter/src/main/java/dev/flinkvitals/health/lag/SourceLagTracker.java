/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.estimate.Trend;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Follows the lag of one source vertex over its last windows. Not thread-safe. */
public final class SourceLagTracker {
    /** Windows between the oldest and the newest lag that a trend is taken from. */
    private static final int TREND_WINDOWS = 3;
    /** A trend needs this many. */
    private static final int MIN_TREND_WINDOWS = 2;
    /** A lag that changes by less than this share of the arrivals is steady: fetches come in batches. */
    private static final double TREND_SHARE = 0.05;
    /** Weight of the newest window in the usual arrival rate. */
    private static final double USUAL_WEIGHT = 0.1;

    private final Deque<Mark> marks = new ArrayDeque<>();
    private OptionalDouble usualArrival = OptionalDouble.empty();
    private @Nullable Duration stuckSince;

    private record Mark(Duration elapsed, long records) {}

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
            marks.addLast(new Mark(elapsed, records));
            if (marks.size() > TREND_WINDOWS + 1) {
                marks.removeFirst();
            }
        }
        SourceLag lag = new SourceLag(
                vertex, name, records, consumed, growth(), seconds(records, consumed, elapsed), trend(consumed));
        if (windowEnds && lag.arrivalPerSecond().isPresent()) {
            double arrival = lag.arrivalPerSecond().getAsDouble();
            usualArrival =
                    OptionalDouble.of(usualArrival.orElse(arrival) * (1 - USUAL_WEIGHT) + arrival * USUAL_WEIGHT);
        }
        return lag;
    }

    private OptionalDouble growth() {
        if (marks.size() < 2) {
            return OptionalDouble.empty();
        }
        Mark[] all = marks.toArray(Mark[]::new);
        return OptionalDouble.of(perSecond(all[all.length - 2], all[all.length - 1]));
    }

    private static double perSecond(Mark from, Mark to) {
        return (to.records() - from.records()) / Times.seconds(to.elapsed().minus(from.elapsed()));
    }

    private Trend trend(OptionalDouble consumed) {
        if (marks.size() <= MIN_TREND_WINDOWS) {
            return Trend.UNKNOWN;
        }
        double last = growth().orElse(0);
        double overall = perSecond(marks.getFirst(), marks.getLast());
        double significant = TREND_SHARE * Math.max(consumed.orElse(0), consumed.orElse(0) + overall);
        if (overall > significant && last > 0) {
            return Trend.RISING;
        }
        if (overall < -significant && last < 0) {
            return Trend.DRAINING;
        }
        return Trend.STEADY;
    }

    /**
     * Lag over the arrival rate. A source whose input has ceased drains at the rate at which it reads or usually read, so
     * the largest of the three rates counts. If nothing ever moves, the lag is as old as the standstill.
     */
    private OptionalDouble seconds(long records, OptionalDouble consumed, Duration elapsed) {
        if (records == 0) {
            stuckSince = null;
            return OptionalDouble.of(0);
        }
        if (consumed.isEmpty()) {
            return OptionalDouble.empty();
        }
        double reading = consumed.getAsDouble();
        double rate = Math.max(Math.max(reading, reading + growth().orElse(0)), usualArrival.orElse(0));
        if (reading > 0) {
            stuckSince = null;
        } else if (stuckSince == null) {
            stuckSince = elapsed;
        }
        double standstill = stuckSince == null ? 0 : Times.seconds(elapsed.minus(stuckSince));
        return OptionalDouble.of(rate > 0 ? Math.max(standstill, records / rate) : standstill);
    }
}
