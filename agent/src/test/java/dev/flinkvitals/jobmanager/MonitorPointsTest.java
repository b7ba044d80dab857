/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.DecisionRecord;
import dev.flinkvitals.breaker.SnapshotRecord;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.export.Event;
import dev.flinkvitals.export.Metric;
import dev.flinkvitals.export.Point;
import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.snapshot.ProtectionCounts;
import dev.flinkvitals.snapshot.ProtectionCounts.DecisionCount;
import dev.flinkvitals.snapshot.ProtectionCounts.SnapshotCount;
import dev.flinkvitals.web.ClusterView;
import dev.flinkvitals.web.Views;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MonitorPointsTest {
    private static final ProtectionCounts COUNTS = new ProtectionCounts(
            SnapshotConfig.Mode.ACTIVE,
            Map.of(new DecisionCount(Action.SAVEPOINT, DecisionRecord.Outcome.TOO_LATE), 3L),
            Map.of(new SnapshotCount(Action.CHECKPOINT, SnapshotRecord.Result.COMPLETED), 2L));

    private final CheckpointFailures failures = new CheckpointFailures();
    private final MonitorPoints points = new MonitorPoints(failures);

    @Test
    void tellsAllThatIsKnownOfAJob() {
        failures.watch();
        failures.offer(expired());
        failures.drain();

        points.show(Views.of(Views.full("orders")), Map.of(Views.JOB, COUNTS));

        assertThat(points.points())
                .containsExactlyInAnyOrder(
                        ofJob(Metric.JOB_SCORE, 87.5),
                        ofJob(Metric.JOB_CONFIDENCE, 0.9),
                        ofJob(Metric.COMPONENT_SEVERITY, 0.1, "component", "checkpoint"),
                        ofJob(Metric.COMPONENT_POINTS, 3.25, "component", "checkpoint"),
                        ofJob(Metric.COMPONENT_POINTS, 4, "component", "memory"),
                        ofJob(
                                Metric.FINDING,
                                1,
                                "finding",
                                "lag_grows",
                                "severity",
                                "warning",
                                "component",
                                "lag",
                                "cause",
                                "external_wait",
                                "vertex.name",
                                "Sink: jdbc"),
                        ofJob(Metric.CHECKPOINT_AGE, 12.5),
                        ofJob(Metric.RECOVERY_TIME, 15, "bound", "low"),
                        ofJob(Metric.RECOVERY_TIME, 71, "bound", "mid"),
                        ofJob(Metric.RECOVERY_DOWNTIME, 5, "bound", "low"),
                        ofJob(Metric.RECOVERY_DOWNTIME, 31, "bound", "mid"),
                        ofJob(Metric.RECOVERY_DOWNTIME, 71, "bound", "high"),
                        ofJob(Metric.RECOVERY_REPLAY, 5_000),
                        ofJob(Metric.CHECKPOINT_BEST_INTERVAL, 186),
                        ofJob(Metric.SINK_VISIBILITY_DELAY, 12),
                        ofJob(Metric.RESTART_BACKOFF, 1.5),
                        ofJob(Metric.JOB_FAILURES, 2, "class", "user_code"),
                        ofJob(Metric.CHECKPOINT_EXPOSURE, 0.98),
                        ofJob(Metric.CHECKPOINT_CONSECUTIVE_FAILURES, 0),
                        ofJob(Metric.CHECKPOINT_FAILURES, 1, "reason", "CHECKPOINT_EXPIRED"),
                        ofJob(Metric.LAG_RECORDS, 0),
                        ofJob(Metric.LAG_TIME, 0),
                        ofSink(Metric.VERTEX_BUSY, 0.98),
                        ofSink(Metric.VERTEX_BACKPRESSURED, 0),
                        ofSink(Metric.ROCKSDB_PRESSURE, 0.75),
                        ofSink(Metric.ROCKSDB_STALL_SHARE, 0.25),
                        ofSink(Metric.BOTTLENECK, 1, "kind", "source_fetch_bound"),
                        ofSink(Metric.SUBTASK_WAITING, 0.9, "subtask", "3"),
                        ofSink(Metric.SUBTASK_HOTTEST_KEY_GROUP, 0.4, "subtask", "3"),
                        ofJob(Metric.TIME_TO_EXHAUSTION, 840, "resource", "process_memory", "process", "tm-1"),
                        ofSink(Metric.STATE_SIZE, 2e6),
                        ofSink(Metric.STATE_GROWTH, 300),
                        ofJob(
                                Metric.BREAKER_DECISIONS,
                                3,
                                "action",
                                "savepoint",
                                "outcome",
                                "too_late",
                                "mode",
                                "active"),
                        ofJob(Metric.SNAPSHOTS, 2, "action", "checkpoint", "result", "completed"),
                        new Point(Metric.AGENT_TASKMANAGERS, 1, Map.of("state", "reporting")),
                        new Point(Metric.AGENT_TASKMANAGERS, 1, Map.of("state", "silent")),
                        new Point(Metric.AGENT_DROPPED, 0, Map.of("queue", "checkpoint_failures")));
    }

    @Test
    void pointsCarryTheAttributesOfTheCatalogue() {
        points.show(Views.of(Views.full("orders")), Map.of(Views.JOB, COUNTS));

        assertThat(points.points())
                .isNotEmpty()
                .allSatisfy(point -> assertThat(point.attributes().keySet())
                        .as(point.metric().metricName())
                        .containsExactlyInAnyOrderElementsOf(point.metric().attributes()));
    }

    @Test
    void whatIsNotKnownHasNoPoint() {
        points.show(Views.of(Views.unknown(0.25)), Map.of());

        assertThat(points.points())
                .filteredOn(point -> point.attributes().containsKey("job.id"))
                .containsExactly(
                        new Point(Metric.JOB_CONFIDENCE, 0.25, Map.of("job.id", Views.JOB.hex(), "job.name", "new")));
    }

    @Test
    void aJobThatIsGoneHasNoPointsAnyMore() {
        points.show(Views.of(Views.full("orders")), Map.of(Views.JOB, COUNTS));

        points.show(ClusterView.STANDBY, Map.of());

        assertThat(points.points())
                .extracting(Point::metric)
                .containsOnly(Metric.AGENT_TASKMANAGERS, Metric.AGENT_DROPPED);
    }

    @Test
    void failedCheckpointIsAnEventWithItsSubtaskAndCause() {
        CheckpointFailure failure = Views.full("orders").failures().get(0);

        assertThat(MonitorEvents.checkpointFailed(Views.JOB, Optional.of("orders"), failure))
                .isEqualTo(new Event(
                        "flink.vitals.checkpoint.failed",
                        Event.Severity.WARN,
                        Views.AT,
                        "checkpoint failed in Sink: jdbc subtask 3: java.io.IOException: full",
                        Map.of(
                                "job.id",
                                Views.JOB.hex(),
                                "job.name",
                                "orders",
                                "reason",
                                "CHECKPOINT_EXPIRED",
                                "message",
                                "expired",
                                "counted",
                                true,
                                "checkpoint.id",
                                7L,
                                "cause",
                                "java.io.IOException: full",
                                "vertex.name",
                                "Sink: jdbc",
                                "subtask",
                                3L)));
    }

    @Test
    void abortThatFlinkDoesNotCountIsAnEventOfLessSeverity() {
        CheckpointFailure failure = new CheckpointFailure(
                Views.AT,
                OptionalLong.empty(),
                false,
                "CHECKPOINT_COORDINATOR_SUSPEND",
                "suspended",
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty());

        assertThat(MonitorEvents.checkpointFailed(Views.JOB, Optional.empty(), failure))
                .isEqualTo(new Event(
                        "flink.vitals.checkpoint.failed",
                        Event.Severity.INFO,
                        Views.AT,
                        "checkpoint failed: suspended",
                        Map.of(
                                "job.id",
                                Views.JOB.hex(),
                                "reason",
                                "CHECKPOINT_COORDINATOR_SUSPEND",
                                "message",
                                "suspended",
                                "counted",
                                false)));
    }

    private static @Nullable Object[] expired() {
        return new @Nullable Object[] {
            null,
            null,
            new CheckpointException(CheckpointFailureReason.CHECKPOINT_EXPIRED),
            null,
            JobID.fromHexString(Views.JOB.hex()),
            null,
            null
        };
    }

    private static Point ofSink(Metric metric, double value, String... more) {
        Point point = ofJob(metric, value, more);
        Map<String, String> attributes = new HashMap<>(point.attributes());
        attributes.put("vertex.id", Views.SINK.hex());
        attributes.put("vertex.name", "Sink: jdbc");
        return new Point(metric, value, attributes);
    }

    private static Point ofJob(Metric metric, double value, String... more) {
        Map<String, String> attributes = new HashMap<>(Map.of("job.id", Views.JOB.hex(), "job.name", "orders"));
        for (int i = 0; i < more.length; i += 2) {
            attributes.put(more[i], more[i + 1]);
        }
        return new Point(metric, value, attributes);
    }
}
