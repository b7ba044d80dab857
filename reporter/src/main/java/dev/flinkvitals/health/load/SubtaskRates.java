/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.load;

import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a subtask did over its last complete window.
 *
 * @param id the subtask
 * @param busy share of time, 0 to 1
 * @param backPressured share of time, 0 to 1
 * @param idle share of time, 0 to 1
 * @param recordsInPerSecond records per second
 * @param recordsOutPerSecond records per second
 */
public record SubtaskRates(
        SubtaskId id,
        OptionalDouble busy,
        OptionalDouble backPressured,
        OptionalDouble idle,
        OptionalDouble recordsInPerSecond,
        OptionalDouble recordsOutPerSecond) {
    private static final double MILLIS_PER_SECOND = 1000;

    /**
     * The rates between two readings of the same attempt.
     *
     * @param start the earlier reading
     * @param end the later one; no counter is lower than at the start
     * @return the rates; a counter that one of the readings lacks gives no rate
     */
    static SubtaskRates between(SubtaskReading start, SubtaskReading end) {
        double millis = (double) end.sampleMillis() - start.sampleMillis();
        OptionalDouble backPressured = rate(start.backPressuredMillis(), end.backPressuredMillis(), millis);
        OptionalDouble idle = rate(start.idleMillis(), end.idleMillis(), millis);
        // The counters are read one after the other, so together they can hold slightly more than the window.
        double booked = Math.max(1, backPressured.orElse(0) + idle.orElse(0));
        return new SubtaskRates(
                end.id(),
                busy(start, end, backPressured, idle, booked),
                scaled(backPressured, booked),
                scaled(idle, booked),
                rate(start.recordsIn(), end.recordsIn(), millis / MILLIS_PER_SECOND),
                rate(start.recordsOut(), end.recordsOut(), millis / MILLIS_PER_SECOND));
    }

    /**
     * The rest of the time. Flink's busy counter says only whether there is one: it is the task's age less what is booked as
     * idle and backpressured, so it can fall back a little when a stretch of these is booked ({@code TaskIOMetricGroup}).
     */
    private static OptionalDouble busy(
            SubtaskReading start,
            SubtaskReading end,
            OptionalDouble backPressured,
            OptionalDouble idle,
            double booked) {
        boolean measured = start.busyMillis().isPresent() && end.busyMillis().isPresent();
        if (!measured || backPressured.isEmpty() || idle.isEmpty()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Math.max(0, 1 - (backPressured.getAsDouble() + idle.getAsDouble()) / booked));
    }

    private static OptionalDouble scaled(OptionalDouble share, double booked) {
        return share.isEmpty() ? share : OptionalDouble.of(share.getAsDouble() / booked);
    }

    private static OptionalDouble rate(OptionalLong start, OptionalLong end, double time) {
        if (start.isEmpty() || end.isEmpty()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((end.getAsLong() - start.getAsLong()) / time);
    }
}
