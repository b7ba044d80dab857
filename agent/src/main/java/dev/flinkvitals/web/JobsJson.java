/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.capacity.Bottleneck;
import dev.flinkvitals.health.judgement.ComponentAssessment;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.lag.LagVitals;
import dev.flinkvitals.health.load.VertexLoad;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The view as JSON, version 1 of the schema: names are only ever added. A number that is not known is {@code null}, never
 * 0, -1 or NaN; durations are in seconds, ratios from 0 to 1, times in ISO 8601 and UTC.
 *
 * <p>Immutable.
 */
final class JobsJson {
    private final String version;

    /**
     * Makes a writer.
     *
     * @param version the product's version, as it is shown
     */
    JobsJson(String version) {
        this.version = version;
    }

    /** The whole view. */
    byte[] all(ClusterView view) {
        return JsonOut.document(out -> {
            out.text("version", version);
            out.flag("leader", view.leader());
            out.text("at", view.at());
            out.array("hooks", view.hooks(), hook -> {
                out.text("name", hook.name());
                out.text("state", hook.state());
                out.text("detail", hook.detail());
            });
            out.object("taskManagers", () -> {
                out.number("reporting", view.coverage().reporting());
                out.number("expected", view.coverage().expected());
            });
            out.array("jobs", view.jobs(), job -> job(out, job));
        });
    }

    /** One job, as it is in the list of all. */
    byte[] job(ClusterView.JobView job) {
        return JsonOut.document(out -> job(out, job));
    }

    private static void job(JsonOut out, ClusterView.JobView job) {
        Assessment assessment = job.assessment();
        out.text("id", assessment.job().hex());
        out.text("name", assessment.jobName());
        out.text("phase", assessment.phase().name());
        out.number("score", assessment.score());
        out.number("rawScore", assessment.rawScore());
        out.text("band", assessment.band().name());
        out.number("confidence", assessment.confidence());
        out.array("components", assessment.components(), component -> component(out, component));
        FindingsJson.write(out, assessment.findings());
        assessment
                .bottleneck()
                .ifPresentOrElse(
                        bottleneck -> out.object("bottleneck", () -> bottleneck(out, bottleneck)),
                        () -> out.absent("bottleneck"));
        StateJson.write(out, assessment);
        out.object("checkpoint", () -> CheckpointJson.checkpoint(out, assessment.checkpoints(), job.failures()));
        out.object("lag", () -> lag(out, assessment.lag()));
        RecoveryJson.write(out, assessment.recovery());
        StabilityJson.write(out, assessment.stability());
        out.array("vertices", assessment.vertices(), vertex -> vertex(out, vertex));
        RocksDbJson.write(out, assessment.statePressure());
        ProcessesJson.write(out, job.processes());
        CapacityJson.write(out, assessment.capacity(), assessment.partitions());
        out.object("inside", () -> InsideJson.write(out, job.inside()));
        out.object("breaker", () -> BreakerJson.write(out, job));
    }

    private static void component(JsonOut out, ComponentAssessment assessment) {
        out.text("name", assessment.component().label());
        Runnable rest = assessment.fold(
                scored -> () -> scored(out, scored),
                // The last known severity is not a measurement; what it still costs is in the points.
                unknown -> () -> unscored(out, "unknown", OptionalDouble.of(unknown.points()), unknown.reason()),
                none -> () -> unscored(out, "not_applicable", OptionalDouble.empty(), none.reason()));
        rest.run();
    }

    private static void scored(JsonOut out, ComponentAssessment.Scored scored) {
        out.text("state", "scored");
        out.number("severity", scored.severity());
        out.number("points", scored.points());
        out.number("scoreIfFixed", scored.scoreIfFixed());
        out.text("reason", scored.reason());
        place(out, scored.place());
        evidence(out, scored.evidence());
        out.number("confidence", scored.confidence());
    }

    private static void unscored(JsonOut out, String state, OptionalDouble points, String reason) {
        out.text("state", state);
        out.absent("severity");
        out.number("points", points);
        out.absent("scoreIfFixed");
        out.text("reason", reason);
        place(out, Place.JOB);
        evidence(out, List.of());
        out.absent("confidence");
    }

    static void place(JsonOut out, Place place) {
        out.object("place", () -> {
            out.text("vertexId", place.vertex());
            out.text("vertexName", place.vertexName());
            out.number("subtask", place.subtask());
            out.text("process", place.process());
        });
    }

    static void evidence(JsonOut out, List<Evidence> evidence) {
        out.array("evidence", evidence, number -> {
            out.text("name", number.name());
            out.number("value", number.value());
            out.text("unit", number.unit());
        });
    }

    private static void bottleneck(JsonOut out, Bottleneck bottleneck) {
        out.text("vertexId", bottleneck.place().vertex());
        out.text("vertexName", bottleneck.place().vertexName());
        out.number("subtask", bottleneck.place().subtask());
        out.text("kind", lower(bottleneck.kind()));
        out.number("busyRatio", bottleneck.busyRatio());
        out.number("upstreamBackPressure", bottleneck.upstreamBackPressure());
        out.number("confidence", bottleneck.confidence());
        out.text("reason", bottleneck.reason());
    }

    private static void lag(JsonOut out, LagVitals lag) {
        out.number("records", lag.records());
        out.number("seconds", lag.seconds());
        out.number("growthPerSecond", lag.growthPerSecond());
    }

    private static void vertex(JsonOut out, VertexLoad vertex) {
        out.text("id", vertex.vertex().hex());
        out.text("name", vertex.name());
        out.number("busyMax", vertex.busyMax());
        out.number("busyMedian", vertex.busyMedian());
        out.number("backPressuredMax", vertex.backPressuredMax());
        out.number("idleMax", vertex.idleMax());
        out.number("recordsInPerSecond", vertex.recordsInPerSecond());
        out.number("recordsOutPerSecond", vertex.recordsOutPerSecond());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
