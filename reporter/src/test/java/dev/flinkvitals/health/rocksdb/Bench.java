/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.JobStatusReading;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.RestartReading;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.StateDeclaration;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A rule and its tracker, fed with cycles of a job whose vertex "totals" runs on TaskManager tm-1. */
final class Bench {
    static final VertexId TOTALS = new VertexId("a".repeat(32));
    static final Duration WINDOW = Duration.ofSeconds(60);

    final RocksDbTracker tracker = new RocksDbTracker(WINDOW);
    private final RocksDbRule rule = new RocksDbRule();
    String backend = "EmbeddedRocksDBStateBackend";
    OptionalLong managedBytes = OptionalLong.empty();
    Coverage coverage = new Coverage(1, 1);
    List<StateDeclaration> states = List.of();
    private Duration elapsed = Duration.ZERO;

    static SubtaskId subtask(int index) {
        return new SubtaskId(TOTALS, index);
    }

    /** Lets 5 s pass. */
    RocksDbHealth step(StateBackendReading... columns) {
        return step(List.of(columns));
    }

    RocksDbHealth step(List<StateBackendReading> columns) {
        elapsed = elapsed.plusSeconds(5);
        JobReading reading = reading(columns);
        tracker.update(reading);
        return rule.judge(reading, tracker);
    }

    /** Shows the same for a time. */
    RocksDbHealth hold(Duration time, StateBackendReading... columns) {
        RocksDbHealth last = step(columns);
        for (long second = 5; second < time.toSeconds(); second += 5) {
            last = step(columns);
        }
        return last;
    }

    static double severity(RocksDbHealth health) {
        return health.judgement().fold(Judgement.Known::severity, missing -> Double.NaN, none -> Double.NaN);
    }

    private JobReading reading(List<StateBackendReading> columns) {
        CheckpointSettings settings = new CheckpointSettings(
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ZERO,
                0,
                false,
                Optional.of(backend),
                Optional.empty(),
                1,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        return new JobReading(
                new Tick(start.plus(elapsed), elapsed),
                new JobId("0".repeat(32)),
                "orders",
                new JobStatusReading(JobPhase.RUNNING, start, start, 1, 1, OptionalLong.of(0)),
                new Topology(List.of(new Topology.Vertex(TOTALS, "totals", 4, 128, List.of()))),
                new CheckpointReading(
                        Optional.of(settings),
                        Optional.of(true),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()),
                List.of(running(0), running(1)),
                List.of(),
                columns,
                List.of(process("tm-1", managedBytes), process(ProcessReading.JOB_MANAGER, OptionalLong.empty())),
                coverage,
                RestartReading.UNKNOWN,
                states,
                List.of(),
                InsideEvidence.NONE);
    }

    private SubtaskReading running(int index) {
        OptionalLong none = OptionalLong.empty();
        return new SubtaskReading(
                subtask(index),
                0,
                elapsed.toMillis(),
                none,
                none,
                none,
                none,
                none,
                none,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                none,
                "tm-1",
                none,
                none,
                none);
    }

    private ProcessReading process(String id, OptionalLong managed) {
        OptionalLong none = OptionalLong.empty();
        return new ProcessReading(
                id,
                elapsed.toMillis(),
                none,
                none,
                OptionalDouble.empty(),
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                managed,
                managed.isPresent() ? OptionalLong.of(600) : none,
                OptionalDouble.empty());
    }
}
