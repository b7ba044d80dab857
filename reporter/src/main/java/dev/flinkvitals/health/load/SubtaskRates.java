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
 * @param cpu CPU time of its thread over the wall time, 0 to 1; empty where it is not measured
 * @param seconds length of the window
 * @param processId the TaskManager that ran it
 */
public record SubtaskRates(
        SubtaskId id,
        OptionalDouble busy,
        OptionalDouble backPressured,
        OptionalDouble idle,
        OptionalDouble recordsInPerSecond,
        OptionalDouble recordsOutPerSecond,
        OptionalDouble cpu,
        double seconds,
        String processId) {
    private static final double MILLIS_PER_SECOND = 1000;
    private static final double HARDLY_BUSY = 0.05;

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
                rate(start.recordsOut(), end.recordsOut(), millis / MILLIS_PER_SECOND),
                cpu(start, end, millis),
                millis / MILLIS_PER_SECOND,
                end.processId());
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
        // As doubles: the difference of absurd counters would overflow.
        return OptionalDouble.of(((double) end.getAsLong() - start.getAsLong()) / time);
    }

    private static OptionalDouble cpu(SubtaskReading start, SubtaskReading end, double millis) {
        OptionalDouble share = rate(start.cpuMillis(), end.cpuMillis(), millis);
        // A counter that fell belongs to another thread.
        return share.isPresent() && share.getAsDouble() >= 0
                ? OptionalDouble.of(Math.min(1, share.getAsDouble()))
                : OptionalDouble.empty();
    }

    /**
     * Share of the busy time in which the thread computes (the kappa of the busy decomposition), 0 to 1. The rest it waits
     * for the garbage collector, the state backend, an external system, a lock, or a processor.
     *
     * @return the share; empty if it is not measured or the subtask is hardly busy
     */
    public OptionalDouble cpuOfBusy() {
        if (cpu.isEmpty() || busy.orElse(0) < HARDLY_BUSY) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Math.min(1, cpu.getAsDouble() / busy.getAsDouble()));
    }

    /** Records per second that it took in; a source that does not count them: that it gave out. */
    public OptionalDouble recordsPerSecond() {
        return recordsInPerSecond.isPresent() ? recordsInPerSecond : recordsOutPerSecond;
    }
}
