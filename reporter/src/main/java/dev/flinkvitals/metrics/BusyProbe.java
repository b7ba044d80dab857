/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import dev.flinkvitals.signals.AttemptId;
import java.util.List;
import java.util.Optional;
import org.apache.flink.metrics.Metric;

/**
 * Tells whether a subtask is busy at this moment: neither idle nor backpressured, as Flink's own timers know. To be used for
 * seconds and then dropped: it holds metrics. Used by one thread.
 */
public final class BusyProbe {
    private final List<Metric> timers;

    private BusyProbe(List<Metric> timers) {
        this.timers = timers;
    }

    /**
     * The probe of an attempt.
     *
     * @param index where the metrics are
     * @param attempt which attempt
     * @return the probe; empty if the index has not all of its timers
     */
    public static Optional<BusyProbe> of(MetricIndex index, AttemptId attempt) {
        List<Metric> timers = index.series().stream()
                .filter(series -> series.logicalScope().equals(FlinkMetricNames.TASK_SCOPE))
                .filter(series -> TaskTimes.isTimer(series.metricName()))
                .filter(series -> AttemptKey.of(series).filter(attempt::equals).isPresent())
                .map(Series::metric)
                .filter(metric -> TaskTimer.isUnderWay(metric).isPresent())
                .toList();
        return timers.size() == TaskTimes.TIMER_COUNT ? Optional.of(new BusyProbe(timers)) : Optional.empty();
    }

    /** Whether the subtask is busy now. */
    public boolean isBusy() {
        for (Metric timer : timers) {
            if (TaskTimer.isUnderWay(timer).orElse(false)) {
                return false;
            }
        }
        return true;
    }
}
