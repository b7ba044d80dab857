/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.export.Event;
import dev.flinkvitals.export.Metric;
import dev.flinkvitals.export.Point;
import dev.flinkvitals.export.PointSource;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.ComponentAssessment;
import dev.flinkvitals.health.ExhaustionForecast;
import dev.flinkvitals.health.VertexLoad;
import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.snapshot.ProtectionLog;
import dev.flinkvitals.web.ClusterView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

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

    void show(ClusterView view, Collection<JobTracker> trackers) {
        List<Point> points = new ArrayList<>();
        for (JobTracker tracker : trackers) {
            tracker.view().ifPresent(job -> addJob(points, job.assessment()));
            tracker.view()
                    .ifPresent(job -> addProtection(
                            points, job.assessment(), tracker.protection().log()));
        }
        for (ClusterView.HookView hook : view.hooks()) {
            points.add(new Point(Metric.AGENT_HOOK, 1, Map.of("hook", hook.name(), "state", hook.state())));
        }
        int silent = view.coverage().expected() - view.coverage().reporting();
        points.add(new Point(Metric.AGENT_TASKMANAGERS, view.coverage().reporting(), Map.of("state", "reporting")));
        points.add(new Point(Metric.AGENT_TASKMANAGERS, silent, Map.of("state", "silent")));
        points.add(new Point(Metric.AGENT_DROPPED, failures.dropped(), Map.of("queue", "checkpoint_failures")));
        current = List.copyOf(points);
    }

    private void addJob(List<Point> points, Assessment a) {
        Map<String, String> job = attributes(a);
        add(points, Metric.JOB_SCORE, a.score(), job);
        points.add(new Point(Metric.JOB_CONFIDENCE, a.confidence(), job));
        for (ComponentAssessment component : a.components()) {
            Map<String, String> attributes =
                    with(job, "component", component.component().label());
            if (component instanceof ComponentAssessment.Scored scored) {
                points.add(new Point(Metric.COMPONENT_SEVERITY, scored.severity(), attributes));
                points.add(new Point(Metric.COMPONENT_POINTS, scored.points(), attributes));
            }
        }
        a.checkpoints()
                .age()
                .ifPresent(age -> points.add(new Point(Metric.CHECKPOINT_AGE, age.toMillis() / 1000.0, job)));
        add(points, Metric.CHECKPOINT_EXPOSURE, a.checkpoints().exposure(), job);
        a.checkpoints()
                .consecutiveFailures()
                .ifPresent(n -> points.add(new Point(Metric.CHECKPOINT_CONSECUTIVE_FAILURES, n, job)));
        failures.countsOf(a.job())
                .forEach((reason, count) ->
                        points.add(new Point(Metric.CHECKPOINT_FAILURES, count, with(job, "reason", reason))));
        a.lag().records().ifPresent(records -> points.add(new Point(Metric.LAG_RECORDS, records, job)));
        add(points, Metric.LAG_TIME, a.lag().seconds(), job);
        for (VertexLoad load : a.vertices()) {
            Map<String, String> vertex =
                    with(with(job, "vertex.id", load.vertex().hex()), "vertex.name", load.name());
            add(points, Metric.VERTEX_BUSY, load.busyMax(), vertex);
            add(points, Metric.VERTEX_BACKPRESSURED, load.backPressuredMax(), vertex);
        }
        a.bottleneck().ifPresent(b -> {
            Map<String, String> attributes = with(job, "kind", b.kind().name().toLowerCase(Locale.ROOT));
            attributes = with(
                    attributes,
                    "vertex.id",
                    b.place().vertex().map(Object::toString).orElse(""));
            attributes = with(attributes, "vertex.name", b.place().vertexName().orElse(""));
            points.add(new Point(Metric.BOTTLENECK, 1, attributes));
        });
        for (ExhaustionForecast forecast : a.forecasts()) {
            points.add(new Point(
                    Metric.TIME_TO_EXHAUSTION,
                    forecast.timeToExhaustion().toMillis() / 1000.0,
                    with(with(job, "resource", forecast.resource().label()), "process", forecast.processId())));
        }
    }

    private static void addProtection(List<Point> points, Assessment a, ProtectionLog log) {
        Map<String, String> job = attributes(a);
        String mode = log.mode().name().toLowerCase(Locale.ROOT);
        log.decisionCounts().forEach((key, count) -> {
            Map<String, String> attributes = with(job, "action", key.action().label());
            attributes = with(with(attributes, "outcome", key.outcome().label()), "mode", mode);
            points.add(new Point(Metric.BREAKER_DECISIONS, count, attributes));
        });
        log.snapshotCounts()
                .forEach((key, count) -> points.add(new Point(
                        Metric.SNAPSHOTS,
                        count,
                        with(
                                with(job, "action", key.action().label()),
                                "result",
                                key.result().label()))));
    }

    static Event failureEvent(JobId job, CheckpointFailure failure) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("job.id", job.hex());
        attributes.put("reason", failure.reason());
        attributes.put("message", failure.message());
        attributes.put("counted", failure.isCounted());
        failure.checkpointId().ifPresent(id -> attributes.put("checkpoint.id", id));
        failure.cause().ifPresent(cause -> attributes.put("cause", cause));
        failure.vertexName().ifPresent(name -> attributes.put("vertex.name", name));
        failure.subtask().ifPresent(index -> attributes.put("subtask", (long) index));
        String where = failure.vertexName().map(name -> " in " + name).orElse("")
                + (failure.subtask().isPresent()
                        ? " subtask " + failure.subtask().getAsInt()
                        : "");
        return new Event(
                "flink.vitals.checkpoint.failed",
                failure.isCounted() ? Event.Severity.WARN : Event.Severity.INFO,
                failure.at(),
                "checkpoint failed" + where + ": " + failure.cause().orElse(failure.message()),
                attributes);
    }

    private static Map<String, String> attributes(Assessment a) {
        return Map.of("job.id", a.job().hex(), "job.name", a.jobName());
    }

    private static Map<String, String> with(Map<String, String> attributes, String key, String value) {
        Map<String, String> more = new HashMap<>(attributes);
        more.put(key, value);
        return more;
    }

    private static void add(List<Point> points, Metric metric, OptionalDouble value, Map<String, String> attributes) {
        value.ifPresent(v -> points.add(new Point(metric, v, attributes)));
    }
}
