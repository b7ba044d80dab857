/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import static dev.flinkvitals.metrics.FlinkMetricNames.HARD_BACK_PRESSURED_TIME;
import static dev.flinkvitals.metrics.FlinkMetricNames.IDLE_TIME;
import static dev.flinkvitals.metrics.FlinkMetricNames.SOFT_BACK_PRESSURED_TIME;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How a subtask spent its time up to now: Flink's accumulated times, corrected by the stretches that are under way (see
 * {@link TaskTimer}). Used by one thread.
 */
final class TaskTimes {
    private static final Set<String> TIMERS = Set.of(SOFT_BACK_PRESSURED_TIME, HARD_BACK_PRESSURED_TIME, IDLE_TIME);

    /** How many timers a task has. */
    static final int TIMER_COUNT = TIMERS.size();

    private final Map<String, TaskTimer> timers = new HashMap<>();

    /** Whether a metric of a task is one of the timers. */
    static boolean isTimer(String metricName) {
        return TIMERS.contains(metricName);
    }

    /** Takes up one timer. */
    void add(String metricName, TaskTimer timer) {
        timers.put(metricName, timer);
    }

    /** Busy time in milliseconds, given what Flink takes for it. */
    OptionalLong busy(OptionalLong accumulated) {
        long open = timers.values().stream().mapToLong(TaskTimer::openMillis).sum();
        return accumulated.isEmpty() ? accumulated : OptionalLong.of(Math.max(0, accumulated.getAsLong() - open));
    }

    /** Backpressured time in milliseconds, given what Flink has accumulated. */
    OptionalLong backPressured(OptionalLong accumulated) {
        TaskTimer soft = timers.get(SOFT_BACK_PRESSURED_TIME);
        TaskTimer hard = timers.get(HARD_BACK_PRESSURED_TIME);
        return soft == null || hard == null ? accumulated : OptionalLong.of(soft.totalMillis() + hard.totalMillis());
    }

    /** Idle time in milliseconds, given what Flink has accumulated. */
    OptionalLong idle(OptionalLong accumulated) {
        TaskTimer idle = timers.get(IDLE_TIME);
        return idle == null ? accumulated : OptionalLong.of(idle.totalMillis());
    }
}
