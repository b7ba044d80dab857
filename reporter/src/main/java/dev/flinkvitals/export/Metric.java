/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export;

import java.util.List;

/** The catalogue of derived metrics; {@code docs/metrics.md} lists the same, checked by a test. */
public enum Metric {
    JOB_SCORE("flink.vitals.job.score", Kind.GAUGE, "{score}", "Health score, 0 (worst) to 100", Attr.JOB),
    JOB_CONFIDENCE(
            "flink.vitals.job.confidence", Kind.GAUGE, "1", "Share of evidence present and fresh, 0 to 1", Attr.JOB),
    COMPONENT_SEVERITY(
            "flink.vitals.job.component.severity",
            Kind.GAUGE,
            "1",
            "Severity of a component, 0 (good) to 1 (bad); no point while unknown or not applicable",
            Attr.COMPONENT),
    COMPONENT_POINTS(
            "flink.vitals.job.component.points",
            Kind.GAUGE,
            "{point}",
            "Points that a component costs",
            Attr.COMPONENT),
    FINDING(
            "flink.vitals.job.finding",
            Kind.GAUGE,
            "{finding}",
            "Open findings; `vertex.name` is empty where no vertex is to blame",
            List.of("job.id", "job.name", "finding", "severity", "component", "cause", "vertex.name")),
    CHECKPOINT_AGE(
            "flink.vitals.checkpoint.age",
            Kind.GAUGE,
            "s",
            "Time since the last completed checkpoint was triggered",
            Attr.JOB),
    CHECKPOINT_EXPOSURE(
            "flink.vitals.checkpoint.exposure",
            Kind.GAUGE,
            "{ratio}",
            "Checkpoint age over the job's own cadence; 1 is normal, above 2 a warning",
            Attr.JOB),
    CHECKPOINT_CONSECUTIVE_FAILURES(
            "flink.vitals.checkpoint.consecutive_failures",
            Kind.GAUGE,
            "{failure}",
            "Failures that Flink counts since the last completed checkpoint",
            Attr.JOB),
    CHECKPOINT_FAILURES(
            "flink.vitals.checkpoint.failures",
            Kind.COUNTER,
            "{failure}",
            "Checkpoint failures by Flink's reason, those that Flink does not count included",
            List.of("job.id", "job.name", "reason")),
    CHECKPOINT_BEST_INTERVAL(
            "flink.vitals.checkpoint.best_interval",
            Kind.GAUGE,
            "s",
            "Checkpoint interval that serves cost and recovery objective best",
            Attr.JOB),
    RECOVERY_TIME(
            "flink.vitals.recovery.time",
            Kind.GAUGE,
            "s",
            "Predicted time from a failure now until the job has caught up; no point for a bound that is infinite",
            Attr.BOUND),
    RECOVERY_DOWNTIME(
            "flink.vitals.recovery.downtime",
            Kind.GAUGE,
            "s",
            "Predicted time from a failure now until all tasks run again",
            Attr.BOUND),
    RECOVERY_REPLAY(
            "flink.vitals.recovery.replay_records",
            Kind.GAUGE,
            "{record}",
            "Records that a failure now would make the sources read again",
            Attr.JOB),
    SINK_VISIBILITY_DELAY(
            "flink.vitals.sink.visibility_delay",
            Kind.GAUGE,
            "s",
            "How late records of an exactly-once sink become visible at worst",
            Attr.JOB),
    RESTART_BACKOFF(
            "flink.vitals.job.restart_backoff",
            Kind.GAUGE,
            "s",
            "Pause of the restart strategy after the newest failure",
            Attr.JOB),
    JOB_FAILURES(
            "flink.vitals.job.failures",
            Kind.COUNTER,
            "{failure}",
            "Failures of the job by class, since this JobManager leads",
            List.of("job.id", "job.name", "class")),
    LAG_RECORDS("flink.vitals.lag.records", Kind.GAUGE, "{record}", "Records waiting in the sources", Attr.JOB),
    LAG_TIME("flink.vitals.lag.time", Kind.GAUGE, "s", "How far the sources are behind", Attr.JOB),
    LAG_PARTITION_RECORDS(
            "flink.vitals.lag.partition.records",
            Kind.GAUGE,
            "{record}",
            "Records waiting in a partition; no point where Flink tells only the sum over a reader's partitions",
            Attr.PARTITION),
    LAG_PARTITION_TIME(
            "flink.vitals.lag.partition.time",
            Kind.GAUGE,
            "s",
            "How far the reader of a partition is behind",
            Attr.PARTITION),
    LAG_PARTITION_STALLED(
            "flink.vitals.lag.partition.stalled",
            Kind.GAUGE,
            "1",
            "1 while records wait in a partition and none is read",
            Attr.PARTITION),
    LAG_PARTITION_EXPIRY(
            "flink.vitals.lag.partition.expiry.time",
            Kind.GAUGE,
            "s",
            "Predicted time until unread records of a partition are deleted",
            Attr.PARTITION),
    JOB_ARRIVALS("flink.vitals.job.arrivals", Kind.GAUGE, "{record}/s", "Records that arrive at the sources", Attr.JOB),
    JOB_CAPACITY(
            "flink.vitals.job.capacity",
            Kind.GAUGE,
            "{record}/s",
            "Records that the job could take in; bound is low, mid or high",
            List.of("job.id", "job.name", "bound")),
    JOB_UTILISATION(
            "flink.vitals.job.utilisation",
            Kind.GAUGE,
            "1",
            "Arrivals over the lower bound of the capacity; the headroom is 1 minus it",
            Attr.JOB),
    JOB_CATCH_UP(
            "flink.vitals.job.catch_up.time",
            Kind.GAUGE,
            "s",
            "Time until the lag is worked off; bound is low, mid or high, no point where it may never be",
            List.of("job.id", "job.name", "bound")),
    VERTEX_BUSY("flink.vitals.vertex.busy", Kind.GAUGE, "1", "Highest busy share among the subtasks", Attr.VERTEX),
    VERTEX_BACKPRESSURED(
            "flink.vitals.vertex.backpressured",
            Kind.GAUGE,
            "1",
            "Highest backpressured share among the subtasks",
            Attr.VERTEX),
    VERTEX_CAPACITY(
            "flink.vitals.vertex.capacity",
            Kind.GAUGE,
            "{record}/s",
            "Records that a vertex could process at today's split of the keys",
            Attr.VERTEX),
    VERTEX_UTILISATION(
            "flink.vitals.vertex.utilisation", Kind.GAUGE, "1", "Arrivals over the capacity of a vertex", Attr.VERTEX),
    VERTEX_SKEW_LOSS(
            "flink.vitals.vertex.skew_loss",
            Kind.GAUGE,
            "1",
            "Share of a vertex's capacity that an uneven split of the work makes unusable",
            Attr.VERTEX),
    VERTEX_PARALLELISM_NEEDED(
            "flink.vitals.vertex.parallelism_needed",
            Kind.GAUGE,
            "{subtask}",
            "Parallelism at which a vertex would be utilised by 70 %; no point if none would do",
            Attr.VERTEX),
    BOTTLENECK(
            "flink.vitals.job.bottleneck",
            Kind.GAUGE,
            "{bottleneck}",
            "1 for the vertex that holds the job back",
            List.of("job.id", "job.name", "vertex.id", "vertex.name", "kind")),
    SUBTASK_WAITING(
            "flink.vitals.subtask.waiting",
            Kind.GAUGE,
            "1",
            "Share of stack samples in which a culprit's thread waited; only while it is looked at",
            Attr.SUBTASK),
    SUBTASK_HOTTEST_KEY_GROUP(
            "flink.vitals.subtask.hottest_key_group",
            Kind.GAUGE,
            "1",
            "Share of a culprit's busy time in its hottest key group; only while it is looked at",
            Attr.SUBTASK),
    ROCKSDB_PRESSURE(
            "flink.vitals.rocksdb.pressure",
            Kind.GAUGE,
            "1",
            "Severity of what holds the state backend of a vertex back, 0 (good) to 1 (bad), in its worst subtask",
            Attr.VERTEX),
    ROCKSDB_STALL_SHARE(
            "flink.vitals.rocksdb.stall_share",
            Kind.GAUGE,
            "1",
            "Highest share of time in which the state backend held a subtask's writes back",
            Attr.VERTEX),
    TIME_TO_EXHAUSTION(
            "flink.vitals.exhaustion.time",
            Kind.GAUGE,
            "s",
            "Predicted time until a resource runs out",
            List.of("job.id", "job.name", "resource", "process")),
    STATE_SIZE(
            "flink.vitals.state.size",
            Kind.GAUGE,
            "By",
            "State of a vertex in the last completed checkpoint: full size, without in-flight data",
            Attr.VERTEX),
    STATE_GROWTH(
            "flink.vitals.state.growth",
            Kind.GAUGE,
            "By/s",
            "Growth of a vertex's state, median over recent checkpoints; below 0 while it shrinks",
            Attr.VERTEX),
    BREAKER_DECISIONS(
            "flink.vitals.breaker.decisions",
            Kind.COUNTER,
            "{decision}",
            "Decisions of the snapshot breaker; mode monitor counts what would have been done",
            List.of("job.id", "job.name", "action", "outcome", "mode")),
    SNAPSHOTS(
            "flink.vitals.snapshots",
            Kind.COUNTER,
            "{snapshot}",
            "Snapshots that the agent triggered, by result",
            List.of("job.id", "job.name", "action", "result")),
    AGENT_HOOK(
            "flink.vitals.agent.hook",
            Kind.GAUGE,
            "{hook}",
            "1 for the present state of each hook: applied, missing, failed, or waiting (its class was not loaded)",
            List.of("hook", "state")),
    AGENT_TASKMANAGERS(
            "flink.vitals.agent.taskmanagers",
            Kind.GAUGE,
            "{taskmanager}",
            "TaskManagers by whether their digest is fresh",
            List.of("state")),
    AGENT_DROPPED(
            "flink.vitals.agent.dropped",
            Kind.COUNTER,
            "{item}",
            "Items lost because a bounded queue was full",
            List.of("queue")),
    AGENT_RECORDER_BYTES(
            "flink.vitals.agent.recorder.bytes", Kind.GAUGE, "By", "Memory that the flight recorder takes", List.of()),
    AGENT_RECORDER_FILES(
            "flink.vitals.agent.recorder.files",
            Kind.COUNTER,
            "{file}",
            "Recordings by whether they could be written",
            List.of("result")),
    AGENT_RECORDER_DROPPED(
            "flink.vitals.agent.recorder.dropped",
            Kind.COUNTER,
            "{cycle}",
            "Cycles that left the flight recorder's memory before their time, or could not be recorded",
            List.of()),
    AGENT_EXPORTS(
            "flink.vitals.agent.exports",
            Kind.COUNTER,
            "{export}",
            "OTLP requests by result",
            List.of("signal", "result")),
    AGENT_GAUGE_FAILURES(
            "flink.vitals.agent.gauge_failures",
            Kind.COUNTER,
            "{failure}",
            "Reads of a Flink metric that threw or gave no usable value",
            List.of()),
    AGENT_EVIDENCE(
            "flink.vitals.agent.evidence",
            Kind.COUNTER,
            "{round}",
            "Rounds in which this process looked inside a subtask",
            List.of("kind")),
    AGENT_CPU_TIME("flink.vitals.agent.cpu.time", Kind.COUNTER, "s", "CPU time of the agent's own threads", List.of());

    private final String metricName;
    private final Kind kind;
    private final String unit;
    private final String description;
    private final List<String> attributes;

    Metric(String metricName, Kind kind, String unit, String description, List<String> attributes) {
        this.metricName = metricName;
        this.kind = kind;
        this.unit = unit;
        this.description = description;
        this.attributes = List.copyOf(attributes);
    }

    /** Name on the wire. */
    public String metricName() {
        return metricName;
    }

    /** Gauge or counter. */
    public Kind kind() {
        return kind;
    }

    /** UCUM unit. */
    public String unit() {
        return unit;
    }

    /** What it means. */
    public String description() {
        return description;
    }

    /** Names of the attributes that its points carry. */
    public List<String> attributes() {
        return attributes;
    }

    /** How values of a metric relate over time. */
    public enum Kind {
        /** The present value. */
        GAUGE,
        /** A sum that only grows while the process lives. */
        COUNTER
    }

    private static final class Attr {
        static final List<String> JOB = List.of("job.id", "job.name");
        static final List<String> BOUND = List.of("job.id", "job.name", "bound");
        static final List<String> COMPONENT = List.of("job.id", "job.name", "component");
        static final List<String> PARTITION = List.of("job.id", "job.name", "vertex.id", "topic", "partition");
        static final List<String> VERTEX = List.of("job.id", "job.name", "vertex.id", "vertex.name");

        static final List<String> SUBTASK = List.of("job.id", "job.name", "vertex.id", "vertex.name", "subtask");

        private Attr() {}
    }
}
