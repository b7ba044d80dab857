/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.export.Metric;
import dev.flinkvitals.export.Point;
import dev.flinkvitals.export.PointSource;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.snapshot.ProtectionCounts;
import dev.flinkvitals.web.ClusterView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The derived metrics of the monitor: made once per cycle on its thread, read by the exporter on another. */
final class MonitorPoints implements PointSource {
    private final CheckpointFailures failures;
    private volatile List<Point> current = List.of();

    MonitorPoints(CheckpointFailures failures) {
        this.failures = failures;
    }

    @Override
    public List<Point> points() {
        return current;
    }

    /**
     * Replaces the points.
     *
     * @param view what the page shows
     * @param protection what was decided and done, by job
     */
    void show(ClusterView view, Map<JobId, ProtectionCounts> protection) {
        List<Point> points = new ArrayList<>();
        for (ClusterView.JobView job : view.jobs()) {
            PointList ofJob = new PointList(job.assessment());
            AssessmentPoints.add(ofJob, job.assessment());
            InsidePoints.add(ofJob, job.assessment(), job.inside().evidence());
            failures.countsOf(job.assessment().job())
                    .forEach(
                            (reason, count) -> ofJob.add(Metric.CHECKPOINT_FAILURES, (double) count, "reason", reason));
            ProtectionCounts counts = protection.get(job.assessment().job());
            if (counts != null) {
                addProtection(ofJob, counts);
            }
            points.addAll(ofJob.points());
        }
        int silent = view.coverage().expected() - view.coverage().reporting();
        points.add(new Point(Metric.AGENT_TASKMANAGERS, view.coverage().reporting(), Map.of("state", "reporting")));
        points.add(new Point(Metric.AGENT_TASKMANAGERS, silent, Map.of("state", "silent")));
        points.add(new Point(Metric.AGENT_DROPPED, failures.dropped(), Map.of("queue", "checkpoint_failures")));
        current = List.copyOf(points);
    }

    private static void addProtection(PointList points, ProtectionCounts counts) {
        String mode = counts.mode().name().toLowerCase(Locale.ROOT);
        counts.decisions()
                .forEach((key, count) -> points.add(
                        Metric.BREAKER_DECISIONS,
                        (double) count,
                        "mode",
                        mode,
                        "action",
                        key.action().label(),
                        "outcome",
                        key.outcome().label()));
        counts.snapshots()
                .forEach((key, count) -> points.add(
                        Metric.SNAPSHOTS,
                        (double) count,
                        "action",
                        key.action().label(),
                        "result",
                        key.result().label()));
    }
}
