/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;
import org.apache.flink.metrics.Metric;

/**
 * What one of Flink's task timers ({@code TimerGauge}) shows. Flink adds a stretch of idleness or backpressure to the accumulated
 * time only when it ends, which may be many seconds later, and until then takes it for busy time: a subtask in the middle of it
 * looks busy, and afterwards its busy time falls. The stretch that is under way is in a field that no metric shows (1.20 to 2.3).
 *
 * @param endedMillis length of all stretches that ended
 * @param runningMillis length so far of the stretch that is under way; 0 if none is
 */
record TaskTimer(long endedMillis, long runningMillis) {
    private static final ClassValue<Optional<Access>> ACCESS = new ClassValue<>() {
        @Override
        protected Optional<Access> computeValue(Class<?> type) {
            try {
                Field startedAt = type.getDeclaredField("currentMeasurementStartTS");
                startedAt.setAccessible(true);
                return Optional.of(new Access(startedAt, type.getMethod("getAccumulatedCount")));
            } catch (ReflectiveOperationException | RuntimeException e) {
                // Another kind of gauge, or another Flink: the accumulated times are all there is.
                return Optional.empty();
            }
        }
    };

    private record Access(Field startedAt, Method ended) {}

    /**
     * Reads a timer.
     *
     * @param metric a gauge of a task
     * @param nowMillis wall time, which Flink's timers use
     * @return what it shows; empty if it is no such timer
     */
    static Optional<TaskTimer> read(Metric metric, long nowMillis) {
        return ACCESS.get(metric.getClass()).flatMap(access -> read(metric, access, nowMillis));
    }

    private static Optional<TaskTimer> read(Metric metric, Access access, long nowMillis) {
        // The timer's own lock, as all of its methods: a stretch that ends in between would be in both numbers or in
        // none.
        synchronized (metric) {
            try {
                long startedAt = access.startedAt().getLong(metric);
                long running = startedAt == 0 ? 0 : Math.max(0, nowMillis - startedAt);
                return Optional.of(new TaskTimer((long) access.ended().invoke(metric), running));
            } catch (ReflectiveOperationException | RuntimeException e) {
                return Optional.empty();
            }
        }
    }

    /** All of it, in milliseconds: never less than at an earlier reading. */
    long totalMillis() {
        return endedMillis + runningMillis;
    }
}
