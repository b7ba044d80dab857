/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;
import org.apache.flink.metrics.Metric;

/**
 * What one of Flink's task timers ({@code TimerGauge}) shows. Flink books a stretch of idleness or backpressure when it ends and,
 * while it lasts, every 5 s; what is not booked yet passes for busy time. Over a short window that is a large error, so the part
 * that is under way is read from fields that no metric shows (the same from 1.20 to 2.3).
 *
 * @param bookedMillis what Flink has booked
 * @param openMillis what it has not booked yet of the stretch that is under way; 0 if none is
 */
record TaskTimer(long bookedMillis, long openMillis) {
    private static final ClassValue<Optional<Access>> ACCESS = new ClassValue<>() {
        @Override
        protected Optional<Access> computeValue(Class<?> type) {
            try {
                Field startedAt = type.getDeclaredField("currentMeasurementStartTS");
                Field bookedAt = type.getDeclaredField("currentUpdateTS");
                startedAt.setAccessible(true);
                bookedAt.setAccessible(true);
                return Optional.of(new Access(startedAt, bookedAt, type.getMethod("getAccumulatedCount")));
            } catch (ReflectiveOperationException | RuntimeException e) {
                // Another kind of gauge, or another Flink: the accumulated times are all there is.
                return Optional.empty();
            }
        }
    };

    private record Access(Field startedAt, Field bookedAt, Method booked) {}

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

    /**
     * Whether a stretch is under way.
     *
     * @param metric a gauge of a task
     * @return whether it measures now; empty if it is no such timer
     */
    static Optional<Boolean> isUnderWay(Metric metric) {
        return ACCESS.get(metric.getClass()).flatMap(access -> {
            synchronized (metric) {
                try {
                    return Optional.of(access.startedAt().getLong(metric) != 0);
                } catch (IllegalAccessException e) {
                    return Optional.empty();
                }
            }
        });
    }

    private static Optional<TaskTimer> read(Metric metric, Access access, long nowMillis) {
        // The timer's own lock, as all of its methods, for two field reads: what is booked in between would be in both
        // numbers or in none.
        synchronized (metric) {
            try {
                boolean underWay = access.startedAt().getLong(metric) != 0;
                long open = underWay ? Math.max(0, nowMillis - access.bookedAt().getLong(metric)) : 0;
                return Optional.of(new TaskTimer((long) access.booked().invoke(metric), open));
            } catch (ReflectiveOperationException | RuntimeException e) {
                return Optional.empty();
            }
        }
    }

    /** All of it, in milliseconds: never less than at an earlier reading. */
    long totalMillis() {
        return bookedMillis + openMillis;
    }
}
