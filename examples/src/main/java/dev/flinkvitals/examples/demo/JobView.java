/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkvitals.examples.cluster.FindingView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * What the product says of a job at one moment: the parts of the entry in {@code /vitals/api/v1/jobs} that the demo shows and
 * waits for. What is {@code null} there is empty here.
 *
 * @param phase the job's phase
 * @param score 0 (worst) to 100
 * @param band colour of the score
 * @param confidence 0 to 1
 * @param components one entry for each component of the score
 * @param bottleneck the vertex that holds the job back
 * @param forecasts resources that are running out
 * @param checkpointAge seconds since the last completed checkpoint was triggered
 * @param exposure age in relation to the interval; 1 is normal
 * @param lagRecords records waiting in the sources
 * @param lagSeconds how long they take
 * @param vertices load of each vertex
 * @param breakerMode off, monitor or active
 * @param decisions what the breaker decided, newest first or last as the product gives them
 * @param snapshots what it triggered
 * @param findings what is wrong, most urgent first
 */
record JobView(
        String phase,
        OptionalDouble score,
        String band,
        OptionalDouble confidence,
        List<ComponentView> components,
        Optional<BottleneckView> bottleneck,
        List<ForecastView> forecasts,
        OptionalDouble checkpointAge,
        OptionalDouble exposure,
        OptionalDouble lagRecords,
        OptionalDouble lagSeconds,
        List<VertexView> vertices,
        String breakerMode,
        List<DecisionView> decisions,
        List<SnapshotView> snapshots,
        List<FindingView> findings) {
    static final String GREEN = "GREEN";

    /** Copies the lists. */
    JobView {
        components = List.copyOf(components);
        forecasts = List.copyOf(forecasts);
        vertices = List.copyOf(vertices);
        decisions = List.copyOf(decisions);
        snapshots = List.copyOf(snapshots);
        findings = List.copyOf(findings);
    }

    /**
     * One component of the score.
     *
     * @param name its name
     * @param state scored, unknown or not_applicable
     * @param points what it costs
     * @param reason why
     */
    record ComponentView(String name, String state, OptionalDouble points, String reason) {}

    /**
     * The vertex that holds the job back.
     *
     * @param vertexName its name
     * @param reason why it is thought to
     */
    record BottleneckView(String vertexName, String reason) {}

    /**
     * A resource that is running out.
     *
     * @param resource its name
     * @param process whose
     * @param level share in use, 0 to 1
     * @param secondsLeft at the median slope
     * @param secondsLeftLow at the steepest slope that the data allows
     * @param actionable whether it passes the gates for an action
     */
    record ForecastView(
            String resource,
            String process,
            OptionalDouble level,
            OptionalDouble secondsLeft,
            OptionalDouble secondsLeftLow,
            boolean actionable) {}

    /**
     * Load of a vertex.
     *
     * @param name its name
     * @param busy highest busy share of its subtasks, 0 to 1
     * @param backPressured highest backpressured share of its subtasks, 0 to 1
     */
    record VertexView(String name, OptionalDouble busy, OptionalDouble backPressured) {}

    /**
     * A decision of the breaker.
     *
     * @param at when, ISO 8601
     * @param action checkpoint or savepoint
     * @param outcome what came of it
     * @param reason why
     */
    record DecisionView(String at, String action, String outcome, String reason) {}

    /**
     * A snapshot that the breaker triggered.
     *
     * @param action checkpoint or savepoint
     * @param startedAt when, ISO 8601
     * @param result how far it came
     * @param seconds how long it took
     * @param path where it is
     * @param restoreCommand how to restore from it
     * @param error what went wrong
     */
    record SnapshotView(
            String action,
            String startedAt,
            String result,
            OptionalDouble seconds,
            Optional<String> path,
            Optional<String> restoreCommand,
            Optional<String> error) {
        /** Whether it is a savepoint whose metadata was read back. */
        boolean isVerifiedSavepoint() {
            return "savepoint".equals(action) && "verified".equals(result) && path.isPresent();
        }
    }

    /**
     * Reads a job's entry.
     *
     * @param job the entry
     */
    static JobView of(JsonNode job) {
        JsonNode breaker = job.path("breaker");
        return new JobView(
                job.path("phase").asText("?"),
                number(job.path("score")),
                job.path("band").asText("?"),
                number(job.path("confidence")),
                list(
                        job.path("components"),
                        c -> new ComponentView(
                                c.path("name").asText(),
                                c.path("state").asText(),
                                number(c.path("points")),
                                c.path("reason").asText())),
                Optional.of(job.path("bottleneck"))
                        .filter(JsonNode::isObject)
                        .map(b -> new BottleneckView(
                                b.path("vertexName").asText(), b.path("reason").asText())),
                list(job.path("forecasts"), JobView::forecast),
                number(job.path("checkpoint").path("ageSeconds")),
                number(job.path("checkpoint").path("exposure")),
                number(job.path("lag").path("records")),
                number(job.path("lag").path("seconds")),
                list(
                        job.path("vertices"),
                        v -> new VertexView(
                                v.path("name").asText(),
                                number(v.path("busyMax")),
                                number(v.path("backPressuredMax")))),
                breaker.path("mode").asText("?"),
                list(
                        breaker.path("decisions"),
                        d -> new DecisionView(
                                d.path("at").asText(),
                                d.path("action").asText(),
                                d.path("outcome").asText(),
                                d.path("reason").asText())),
                list(breaker.path("snapshots"), JobView::snapshot),
                FindingView.of(job));
    }

    /** Whether the score is known to be green. */
    boolean isGreen() {
        return GREEN.equals(band);
    }

    /** Whether the score is known and not green. */
    boolean isKnownNotGreen() {
        return score.isPresent() && !isGreen() && !"UNKNOWN".equals(band);
    }

    /** The first finding of a kind, if one is open. */
    Optional<FindingView> finding(String kind) {
        return findings.stream().filter(finding -> finding.kind().equals(kind)).findFirst();
    }

    /** The highest backpressured share of any vertex; empty if none is known. */
    OptionalDouble backPressure() {
        return vertices.stream()
                .map(VertexView::backPressured)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .max();
    }

    /** The newest decision. */
    Optional<DecisionView> newestDecision() {
        // ISO 8601 in UTC sorts by time.
        return decisions.stream().max(Comparator.comparing(DecisionView::at));
    }

    /** The newest snapshot. */
    Optional<SnapshotView> newestSnapshot() {
        return snapshots.stream().max(Comparator.comparing(SnapshotView::startedAt));
    }

    /** The soonest forecast of a resource. */
    Optional<ForecastView> forecastOf(String resource) {
        return forecasts.stream()
                .filter(forecast -> forecast.resource().equals(resource))
                .findFirst();
    }

    private static ForecastView forecast(JsonNode f) {
        return new ForecastView(
                f.path("resource").asText(),
                f.path("process").asText(),
                number(f.path("level")),
                number(f.path("secondsToExhaustion")),
                number(f.path("secondsToExhaustionLow")),
                f.path("actionable").asBoolean());
    }

    private static SnapshotView snapshot(JsonNode s) {
        return new SnapshotView(
                s.path("action").asText(),
                s.path("startedAt").asText(),
                s.path("result").asText(),
                number(s.path("seconds")),
                text(s.path("path")),
                text(s.path("restoreCommand")),
                text(s.path("error")));
    }

    private static OptionalDouble number(JsonNode node) {
        return node.isNumber() ? OptionalDouble.of(node.asDouble()) : OptionalDouble.empty();
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
        return StreamSupport.stream(array.spliterator(), false).map(read).toList();
    }
}
