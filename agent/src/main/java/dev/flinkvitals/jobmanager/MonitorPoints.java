/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.export.Event;
import dev.flinkvitals.export.Metric;
import dev.flinkvitals.export.Point;
import dev.flinkvitals.export.PointSource;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.capacity.Bottleneck;
import dev.flinkvitals.health.exhaustion.ExhaustionForecast;
import dev.flinkvitals.health.judgement.ComponentAssessment;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.snapshot.ProtectionCounts;
import dev.flinkvitals.web.ClusterView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

    /**
     * Replaces the points.
     *
     * @param view what the page shows
     * @param protection what was decided and done, by job
     */
    void show(ClusterView view, Map<JobId, ProtectionCounts> protection) {
        List<Point> points = new ArrayList<>();
        for (ClusterView.JobView job : view.jobs()) {
            addJob(points, job.assessment());
            points.addAll(InsidePoints.of(job.assessment(), job.inside().evidence()));
            ProtectionCounts counts = protection.get(job.assessment().job());
            if (counts != null) {
                addProtection(points, job.assessment(), counts);
            }
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
            points.addAll(component.<List<Point>>fold(
                    scored -> List.of(
                            new Point(Metric.COMPONENT_SEVERITY, scored.severity(), attributes),
                            new Point(Metric.COMPONENT_POINTS, scored.points(), attributes)),
                    // What was known last keeps costing its points, so that they still add up to what the job lost.
                    unknown -> unknown.lastSeverity().isPresent()
                            ? List.of(new Point(Metric.COMPONENT_POINTS, unknown.points(), attributes))
                            : List.of(),
                    notApplicable -> List.of()));
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
        a.bottleneck().ifPresent(bottleneck -> addBottleneck(points, bottleneck, job));
        for (ExhaustionForecast forecast : a.forecasts()) {
            points.add(new Point(
                    Metric.TIME_TO_EXHAUSTION,
                    forecast.timeToExhaustion().toMillis() / 1000.0,
                    with(with(job, "resource", forecast.resource().label()), "process", forecast.processId())));
        }
    }

    private static void addBottleneck(List<Point> points, Bottleneck bottleneck, Map<String, String> job) {
        bottleneck.place().vertex().ifPresent(vertex -> {
            Map<String, String> attributes = new HashMap<>(job);
            attributes.put("vertex.id", vertex.hex());
            attributes.put("vertex.name", bottleneck.place().vertexName().orElse(vertex.hex()));
            attributes.put("kind", bottleneck.kind().name().toLowerCase(Locale.ROOT));
            points.add(new Point(Metric.BOTTLENECK, 1, attributes));
        });
    }

    private static void addProtection(List<Point> points, Assessment a, ProtectionCounts counts) {
        Map<String, String> job = attributes(a);
        Map<String, String> decision = with(job, "mode", counts.mode().name().toLowerCase(Locale.ROOT));
        counts.decisions()
                .forEach((key, count) -> points.add(new Point(
                        Metric.BREAKER_DECISIONS,
                        count,
                        with(
                                with(decision, "action", key.action().label()),
                                "outcome",
                                key.outcome().label()))));
        counts.snapshots()
                .forEach((key, count) -> points.add(new Point(
                        Metric.SNAPSHOTS,
                        count,
                        with(
                                with(job, "action", key.action().label()),
                                "result",
                                key.result().label()))));
    }

    /**
     * A checkpoint failure as an event.
     *
     * @param job the job
     * @param jobName its name; empty while the monitor has not seen the job yet
     * @param failure the failure
     */
    static Event failureEvent(JobId job, Optional<String> jobName, CheckpointFailure failure) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("job.id", job.hex());
        jobName.ifPresent(name -> attributes.put("job.name", name));
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
