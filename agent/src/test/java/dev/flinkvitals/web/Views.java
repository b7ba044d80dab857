/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.BreakerEvent;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.DecisionRecord;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Situation;
import dev.flinkvitals.breaker.SnapshotRecord;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.capacity.Bottleneck;
import dev.flinkvitals.health.capacity.CapacityOutlook;
import dev.flinkvitals.health.checkpoint.CheckpointAttribution;
import dev.flinkvitals.health.checkpoint.CheckpointCause;
import dev.flinkvitals.health.checkpoint.CheckpointPace;
import dev.flinkvitals.health.checkpoint.CheckpointVitals;
import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.exhaustion.ExhaustionForecast;
import dev.flinkvitals.health.exhaustion.MemoryPool;
import dev.flinkvitals.health.exhaustion.Resource;
import dev.flinkvitals.health.finding.Finding;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Component;
import dev.flinkvitals.health.judgement.ComponentAssessment;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.lag.LagVitals;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.health.recovery.RecoveryOutlook;
import dev.flinkvitals.health.rocksdb.StatePressure;
import dev.flinkvitals.health.score.Band;
import dev.flinkvitals.health.stability.FailureClass;
import dev.flinkvitals.health.stability.StabilityVitals;
import dev.flinkvitals.health.state.StateGrowth;
import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.Initialization;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.JobFailure;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.KeyGroupEvidence;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.StateDeclaration;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.ThreadEvidence;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Views as the monitor would publish them: one where everything is known, and one where nothing is. */
public final class Views {
    public static final Instant AT = Instant.parse("2026-11-22T14:05:00.250Z");
    public static final JobId JOB = new JobId("a1b2c3d4e5f60718293a4b5c6d7e8f90");
    public static final VertexId SINK = new VertexId("ea632d67b7d595e5b851708ae9ad79d6");
    public static final String HOSTILE = "</script><img src=x onerror=alert(1)> \" \\ \n\u0000 \u202E \uD800";

    private static final Tick TICK = new Tick(AT, Duration.ofSeconds(5));

    private Views() {}

    public static ClusterView of(ClusterView.JobView... jobs) {
        return new ClusterView(
                Optional.of(AT),
                true,
                new Coverage(1, 2),
                List.of(new ClusterView.HookView("dispatcher-start", "missing", "no such method")),
                List.of(jobs));
    }

    public static ClusterView.JobView full(String name) {
        Place sink = Place.subtask(SINK, "Sink: jdbc", 3);
        Assessment assessment = new Assessment(
                TICK,
                JOB,
                name,
                JobPhase.RUNNING,
                OptionalDouble.of(87.5),
                OptionalDouble.of(86.25),
                Band.GREEN,
                0.9,
                List.of(
                        new ComponentAssessment.Scored(
                                Component.CHECKPOINT,
                                0.1,
                                3.25,
                                90,
                                "late",
                                sink,
                                List.of(new Evidence("checkpoint age", 12.5, "s")),
                                1),
                        new ComponentAssessment.Unknown(Component.MEMORY, "not heard", OptionalDouble.of(0.5), 4),
                        new ComponentAssessment.NotApplicable(Component.ROCKSDB, "no RocksDB state")),
                Optional.of(new Bottleneck(sink, Bottleneck.Kind.SOURCE_FETCH_BOUND, 0.98, 0.83, 0.8, "waits")),
                List.of(new ExhaustionForecast(
                        Resource.PROCESS_MEMORY,
                        "tm-1",
                        0.82,
                        1.5e6,
                        Duration.ofMinutes(14),
                        Duration.ofSeconds(510),
                        Duration.ofMinutes(19),
                        0.87,
                        true,
                        Optional.of(MemoryPool.NATIVE_MEMORY))),
                new CheckpointVitals(
                        Optional.of(Duration.ofMillis(12_500)),
                        OptionalDouble.of(0.98),
                        OptionalInt.of(0),
                        Optional.of(Duration.ofSeconds(2)),
                        Optional.of(Duration.ofMillis(840)),
                        Optional.of(Duration.ofSeconds(3)),
                        Optional.of(Duration.ofSeconds(9)),
                        CheckpointPace.UNKNOWN,
                        Optional.of(new CheckpointAttribution(
                                CheckpointCause.STORAGE_SLOW,
                                Place.process("tm-1"),
                                "writes slowly",
                                List.of(new Evidence("rate", 2e6, "By/s")),
                                0.75))),
                new LagVitals(OptionalLong.of(0), OptionalDouble.of(0), OptionalDouble.of(-2.5)),
                List.of(new VertexLoad(
                        SINK,
                        "Sink: jdbc",
                        OptionalDouble.of(0.98),
                        OptionalDouble.of(0.5),
                        OptionalDouble.of(0),
                        OptionalDouble.of(0.02),
                        OptionalDouble.of(398),
                        OptionalDouble.of(0),
                        3)),
                List.of(new Finding(
                        "lag_grows-1",
                        AT,
                        new Observation(
                                FindingKind.LAG_GROWS,
                                Severity.WARNING,
                                sink,
                                "external_wait",
                                "it waits",
                                List.of(new Evidence("busy", 0.98, "1")),
                                Optional.of(FindingKind.BOTTLENECK)),
                        Optional.of("bottleneck-1"),
                        false)),
                List.of(),
                CapacityOutlook.UNKNOWN,
                new RecoveryOutlook(
                        OptionalLong.of(5_000),
                        true,
                        Optional.of(new Interval(5, 31, 71)),
                        Optional.of(new Interval(15, 71, Double.POSITIVE_INFINITY)),
                        Optional.of(Duration.ofSeconds(186)),
                        Optional.of(Duration.ofSeconds(12)),
                        Optional.of(true),
                        List.of(new RecoveryOutlook.Part(RecoveryOutlook.Phase.DETECT, 20))),
                List.of(),
                List.of(new StateGrowth(
                        SINK,
                        "Sink: jdbc",
                        Optional.empty(),
                        2e6,
                        OptionalDouble.of(300),
                        OptionalDouble.of(0.75),
                        true,
                        Optional.empty())),
                List.of(new StatePressure(
                        SINK, "Sink: jdbc", 3, "sums", 0.75, "level0_files", OptionalDouble.of(0.25))),
                new StabilityVitals(
                        OptionalLong.of(1),
                        Optional.of(Duration.ofMillis(1_500)),
                        false,
                        List.of(new StabilityVitals.FailureCount(FailureClass.USER_CODE, 2)),
                        List.of(new JobFailure(
                                AT,
                                "java.lang.IllegalStateException",
                                "poison",
                                Optional.of("enrich (1/2)"),
                                Optional.of("tm-1"))),
                        Optional.of(new Initialization(
                                AT,
                                AT.plusSeconds(3),
                                Duration.ofSeconds(1),
                                Duration.ofMillis(250),
                                Duration.ofMillis(1_750),
                                OptionalLong.of(7_000)))));
        return new ClusterView.JobView(
                assessment,
                inside(),
                List.of(new CheckpointFailure(
                        AT,
                        OptionalLong.of(7),
                        false,
                        "CHECKPOINT_EXPIRED",
                        "expired",
                        Optional.of("java.io.IOException: full"),
                        Optional.of(SINK),
                        OptionalInt.of(3),
                        Optional.of("Sink: jdbc"))),
                Situation.config(SnapshotConfig.Mode.MONITOR),
                List.of(new DecisionRecord(
                        AT,
                        Action.CHECKPOINT,
                        "exposure",
                        DecisionRecord.Outcome.WOULD_TRIGGER,
                        "exposure 2.4",
                        List.of(new Check(Rule.LEADER, Check.Verdict.PASS, "leads")))),
                List.of(new SnapshotRecord(
                        Policy.DISK,
                        Action.SAVEPOINT,
                        false,
                        AT,
                        SnapshotRecord.Result.VERIFIED,
                        Optional.of(Duration.ofMillis(6_200)),
                        Optional.of("file:/sp/1"),
                        OptionalLong.of(8),
                        Optional.of("bin/flink run -s file:/sp/1 <job.jar>"),
                        Optional.empty(),
                        Optional.of(SnapshotRecord.Outcome.UNHARMED),
                        List.of("window: has state but no uid"))),
                List.of(new BreakerEvent(
                        AT,
                        BreakerEvent.Kind.UNHARMED,
                        SnapshotConfig.Mode.ACTIVE,
                        Action.SAVEPOINT,
                        Optional.of(Policy.DISK),
                        Optional.of("disk@1"),
                        "nothing happened for 10 min")),
                List.of(process()));
    }

    private static ProcessReading process() {
        return new ProcessReading(
                "tm-1",
                1,
                OptionalLong.of(1),
                OptionalLong.of(2),
                OptionalDouble.of(0.25),
                OptionalLong.of(3),
                OptionalLong.of(4),
                OptionalLong.of(5),
                OptionalLong.of(6),
                OptionalLong.of(7),
                OptionalLong.of(8),
                OptionalLong.of(9),
                OptionalLong.of(10),
                OptionalLong.of(11),
                OptionalLong.of(12),
                OptionalDouble.empty());
    }

    private static InsideView inside() {
        SubtaskId subtask = new SubtaskId(SINK, 3);
        return new InsideView(
                new InsideEvidence(
                        List.of(new ThreadEvidence(
                                subtask,
                                AT,
                                30,
                                List.of(
                                        new ThreadEvidence.Activity(
                                                27, "OrderSink.invoke", "java.net.Socket$SocketInputStream.read", true),
                                        new ThreadEvidence.Activity(
                                                3, "OrderSink.invoke", "OrderSink.invoke", false)))),
                        List.of(new KeyGroupEvidence(subtask, AT, 200, 64, 17, 80))),
                List.of(new StateDeclaration(
                        SINK, "totals", "ValueState", "org.example.TotalSerializer", Optional.of(Duration.ofHours(1)))),
                4,
                4);
    }

    public static ClusterView.JobView unknown(double confidence) {
        Assessment assessment = new Assessment(
                TICK,
                JOB,
                "new",
                JobPhase.INITIALIZING,
                OptionalDouble.empty(),
                OptionalDouble.of(Double.NaN),
                Band.UNKNOWN,
                confidence,
                List.of(),
                Optional.empty(),
                List.of(),
                new CheckpointVitals(
                        Optional.empty(),
                        OptionalDouble.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        CheckpointPace.UNKNOWN,
                        Optional.empty()),
                LagVitals.UNKNOWN,
                List.of(new VertexLoad(
                        SINK,
                        "Sink: jdbc",
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        0)),
                List.of(),
                List.of(),
                CapacityOutlook.UNKNOWN,
                RecoveryOutlook.UNKNOWN,
                List.of(),
                List.of(),
                List.of(),
                StabilityVitals.UNKNOWN);
        return new ClusterView.JobView(
                assessment,
                InsideView.NONE,
                List.of(),
                Situation.config(SnapshotConfig.Mode.OFF),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
