/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.export.Metric;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.recovery.RecoveryOutlook;
import dev.flinkvitals.health.stability.StabilityVitals;
import java.util.Optional;

/** The metrics of what a failure would cost, and of those that happened. */
final class RecoveryPoints {
    private RecoveryPoints() {}

    static void add(PointList points, Assessment assessment) {
        RecoveryOutlook recovery = assessment.recovery();
        interval(points, Metric.RECOVERY_TIME, recovery.recoverySeconds());
        interval(points, Metric.RECOVERY_DOWNTIME, recovery.downtimeSeconds());
        points.add(Metric.RECOVERY_REPLAY, recovery.recordsToReplay());
        points.add(Metric.CHECKPOINT_BEST_INTERVAL, recovery.bestInterval());
        points.add(Metric.SINK_VISIBILITY_DELAY, recovery.visibilityDelay());
        StabilityVitals stability = assessment.stability();
        points.add(Metric.RESTART_BACKOFF, stability.backoff());
        for (StabilityVitals.FailureCount entry : stability.failureCounts()) {
            points.add(
                    Metric.JOB_FAILURES,
                    (double) entry.count(),
                    "class",
                    entry.failureClass().label());
        }
    }

    private static void interval(PointList points, Metric metric, Optional<Interval> interval) {
        interval.ifPresent(known -> {
            bound(points, metric, known.low(), "low");
            bound(points, metric, known.mid(), "mid");
            bound(points, metric, known.high(), "high");
        });
    }

    /** A bound that is infinite has no point. */
    private static void bound(PointList points, Metric metric, double seconds, String bound) {
        if (Double.isFinite(seconds)) {
            points.add(metric, seconds, "bound", bound);
        }
    }
}
