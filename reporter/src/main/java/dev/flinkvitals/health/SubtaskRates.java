/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health;

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
record SubtaskRates(
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
        return new SubtaskRates(
                end.id(),
                share(start.busyMillis(), end.busyMillis(), millis),
                share(start.backPressuredMillis(), end.backPressuredMillis(), millis),
                share(start.idleMillis(), end.idleMillis(), millis),
                rate(start.recordsIn(), end.recordsIn(), millis / MILLIS_PER_SECOND),
                rate(start.recordsOut(), end.recordsOut(), millis / MILLIS_PER_SECOND));
    }

    private static OptionalDouble share(OptionalLong start, OptionalLong end, double millis) {
        OptionalDouble rate = rate(start, end, millis);
        // Flink adds up whole measuring intervals, so a window can hold slightly more than its own length;
        // and the busy time, which is the rest, can fall by moments.
        return rate.isEmpty() ? rate : OptionalDouble.of(Math.max(0.0, Math.min(1.0, rate.getAsDouble())));
    }

    private static OptionalDouble rate(OptionalLong start, OptionalLong end, double time) {
        if (start.isEmpty() || end.isEmpty()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((end.getAsLong() - start.getAsLong()) / time);
    }
}
