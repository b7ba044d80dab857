/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import dev.flinkvitals.health.estimate.Times;
import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Turns a lag in records into seconds, by the rate at which records arrive now or usually. Not thread-safe. */
final class LagAge {
    /** A lag that changes by less than this share of the arrivals is steady: fetches come in batches. */
    static final double STEADY_SHARE = 0.05;

    /** Weight of the newest window in the usual arrival rate. */
    private static final double USUAL_WEIGHT = 0.1;

    private OptionalDouble usualArrival = OptionalDouble.empty();
    private @Nullable Duration stuckSince;

    /** Learns the arrival rate of a window, if it is known. */
    void windowEnded(OptionalDouble arrival) {
        if (arrival.isPresent()) {
            double rate = arrival.getAsDouble();
            usualArrival = OptionalDouble.of(usualArrival.orElse(rate) * (1 - USUAL_WEIGHT) + rate * USUAL_WEIGHT);
        }
    }

    /** Records per second that usually arrive; 0 if that is not known. */
    double usual() {
        return usualArrival.orElse(0);
    }

    /**
     * Lag over the arrival rate. A source whose input has ceased drains at the rate at which it reads or usually read, so
     * the largest of the three rates counts. If nothing ever moves, the lag is as old as the standstill.
     *
     * @param records records waiting
     * @param consumed records read per second
     * @param growth records per second by which the lag grows
     * @param elapsed monotonic time of this cycle
     * @return seconds; empty while the rate is not known
     */
    OptionalDouble seconds(double records, OptionalDouble consumed, OptionalDouble growth, Duration elapsed) {
        if (records == 0) {
            stuckSince = null;
            return OptionalDouble.of(0);
        }
        if (consumed.isEmpty()) {
            return OptionalDouble.empty();
        }
        double reading = consumed.getAsDouble();
        double rate = Math.max(Math.max(reading, reading + growth.orElse(0)), usual());
        if (reading > 0) {
            stuckSince = null;
        } else if (stuckSince == null) {
            stuckSince = elapsed;
        }
        double standstill = stuckSince == null ? 0 : Times.seconds(elapsed.minus(stuckSince));
        return OptionalDouble.of(rate > 0 ? Math.max(standstill, records / rate) : standstill);
    }
}
