/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.export.Metric;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.capacity.Bottleneck;
import dev.flinkvitals.health.finding.Finding;
import dev.flinkvitals.health.judgement.ComponentAssessment;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.health.rocksdb.StatePressure;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The metrics of one job's assessment, feature by feature. */
final class AssessmentPoints {
    private AssessmentPoints() {}

    static void add(PointList points, Assessment assessment) {
        score(points, assessment);
        findings(points, assessment.findings());
        checkpoints(points, assessment);
        RecoveryPoints.add(points, assessment);
        lag(points, assessment);
        load(points, assessment);
        for (StatePressure pressure : assessment.statePressure()) {
            String[] vertex = {"vertex.id", pressure.vertex().hex(), "vertex.name", pressure.name()};
            points.add(Metric.ROCKSDB_PRESSURE, pressure.severity(), vertex);
            points.add(Metric.ROCKSDB_STALL_SHARE, pressure.stallShare(), vertex);
        }
        CapacityPoints.add(points, assessment);
        StatePoints.add(points, assessment);
    }

    private static void score(PointList points, Assessment assessment) {
        points.add(Metric.JOB_SCORE, assessment.score());
        points.add(Metric.JOB_CONFIDENCE, assessment.confidence());
        for (ComponentAssessment component : assessment.components()) {
            String label = component.component().label();
            OptionalDouble severity = component.fold(
                    scored -> OptionalDouble.of(scored.severity()),
                    unknown -> OptionalDouble.empty(),
                    notApplicable -> OptionalDouble.empty());
            // What was known last keeps costing its points, so that they still add up to what the job lost.
            OptionalDouble cost = component.fold(
                    scored -> OptionalDouble.of(scored.points()),
                    unknown -> unknown.lastSeverity().isPresent()
                            ? OptionalDouble.of(unknown.points())
                            : OptionalDouble.empty(),
                    notApplicable -> OptionalDouble.empty());
            points.add(Metric.COMPONENT_SEVERITY, severity, "component", label);
            points.add(Metric.COMPONENT_POINTS, cost, "component", label);
        }
    }

    private static void findings(PointList points, List<Finding> findings) {
        // Several places of one kind may share these attributes: two points must not.
        Map<List<String>, Integer> counts = new HashMap<>();
        for (Finding finding : findings) {
            List<String> attributes = List.of(
                    "finding",
                    finding.kind().label(),
                    "severity",
                    finding.severity().name().toLowerCase(Locale.ROOT),
                    "component",
                    finding.kind().component().label(),
                    "cause",
                    finding.observation().cause(),
                    "vertex.name",
                    finding.observation().place().vertexName().orElse(""));
            counts.merge(attributes, 1, Integer::sum);
        }
        counts.forEach((attributes, count) -> points.add(Metric.FINDING, count, attributes.toArray(String[]::new)));
    }

    private static void checkpoints(PointList points, Assessment assessment) {
        points.add(Metric.CHECKPOINT_AGE, assessment.checkpoints().age());
        points.add(Metric.CHECKPOINT_EXPOSURE, assessment.checkpoints().exposure());
        assessment
                .checkpoints()
                .consecutiveFailures()
                .ifPresent(count -> points.add(Metric.CHECKPOINT_CONSECUTIVE_FAILURES, (double) count));
    }

    private static void lag(PointList points, Assessment assessment) {
        OptionalLong records = assessment.lag().records();
        points.add(Metric.LAG_RECORDS, records);
        points.add(Metric.LAG_TIME, assessment.lag().seconds());
    }

    private static void load(PointList points, Assessment assessment) {
        for (VertexLoad load : assessment.vertices()) {
            String[] vertex = {"vertex.id", load.vertex().hex(), "vertex.name", load.name()};
            points.add(Metric.VERTEX_BUSY, load.busyMax(), vertex);
            points.add(Metric.VERTEX_BACKPRESSURED, load.backPressuredMax(), vertex);
        }
        assessment.bottleneck().ifPresent(bottleneck -> bottleneck(points, bottleneck));
    }

    private static void bottleneck(PointList points, Bottleneck bottleneck) {
        bottleneck
                .place()
                .vertex()
                .ifPresent(vertex -> points.add(
                        Metric.BOTTLENECK,
                        1,
                        "vertex.id",
                        vertex.hex(),
                        "vertex.name",
                        bottleneck.place().vertexName().orElse(vertex.hex()),
                        "kind",
                        bottleneck.kind().name().toLowerCase(Locale.ROOT)));
    }
}
