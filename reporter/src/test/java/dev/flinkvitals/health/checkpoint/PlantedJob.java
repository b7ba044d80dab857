/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSample.SubtaskSample;
import dev.flinkvitals.signals.CheckpointSample.TaskSample;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.JobStatusReading;
import dev.flinkvitals.signals.RestartReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * source -> work -> sink, four subtasks each, subtask i on TaskManager tm-i. Interval 60 s, timeout 100 s. Usually a
 * checkpoint takes 10 s: each subtask of {@code work} writes 40 MB of its 100 MB in 4 s, that is 10 MB/s.
 */
final class PlantedJob {
    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    static final VertexId SOURCE = SimulatedJob.vertex(1);
    static final VertexId WORK = SimulatedJob.vertex(2);
    static final VertexId SINK = SimulatedJob.vertex(3);
    static final int PARALLELISM = 4;
    static final long MB = 1_000_000;
    private static final OptionalLong NONE = OptionalLong.empty();

    final List<CheckpointSample> history = new ArrayList<>();
    final List<CheckpointFailure> failures = new ArrayList<>();
    final List<VertexLoad> loads = new ArrayList<>();
    final long[] recordsOfWork = {1000, 1000, 1000, 1000};
    Optional<Place> bottleneck = Optional.empty();
    JobPhase phase = JobPhase.RUNNING;
    int tolerable = 3;
    Instant now = NOW;

    /** Adds what is usual: as many completed checkpoints, the newest triggered {@code newestAgo} before now. */
    PlantedJob usually(int checkpoints, int newestAgo) {
        for (int i = 0; i < checkpoints; i++) {
            SubtaskSample usual = phases(0, 10, 1, 1, 1, 4).bytes(100 * MB, 40 * MB);
            history.add(completed(100 - i, newestAgo + 60 * i, 10, work(usual, usual)));
        }
        return this;
    }

    void load(VertexId vertex, double busy, double backPressured) {
        loads.add(new VertexLoad(
                vertex,
                name(vertex),
                OptionalDouble.of(busy),
                OptionalDouble.of(busy),
                OptionalDouble.of(backPressured),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                0));
    }

    void fail(long id, int secondsAgo, String reason, boolean savepoint) {
        failures.add(
                0,
                new CheckpointFailure(
                        now.minusSeconds(secondsAgo),
                        OptionalLong.of(id),
                        savepoint,
                        reason,
                        "failed",
                        Optional.of("java.io.IOException: disk full"),
                        Optional.of(WORK),
                        OptionalInt.of(2),
                        Optional.empty()));
    }

    Scene scene() {
        CheckpointBaseline baseline = new CheckpointBaseline();
        baseline.update(reading().checkpoints());
        return new Scene(reading(), baseline, bottleneck, loads);
    }

    JobReading reading() {
        return new JobReading(
                new Tick(now, Duration.ofHours(1).plus(Duration.between(NOW, now))),
                new JobId("0".repeat(32)),
                "orders",
                new JobStatusReading(phase, now, NOW.minusSeconds(7200), 12, 12, OptionalLong.of(0)),
                new Topology(List.of(
                        new Topology.Vertex(SOURCE, "source", PARALLELISM, 128, List.of()),
                        new Topology.Vertex(WORK, "work", PARALLELISM, 128, List.of(SOURCE)),
                        new Topology.Vertex(SINK, "sink", PARALLELISM, 128, List.of(WORK)))),
                new CheckpointReading(
                        Optional.of(settings()), Optional.of(true), history, failures, lastTrigger(), Optional.empty()),
                subtasks(),
                List.of(),
                List.of(),
                List.of(),
                new Coverage(4, 4),
                RestartReading.UNKNOWN,
                List.of(),
                List.of(),
                InsideEvidence.NONE);
    }

    private Optional<Instant> lastTrigger() {
        return history.stream()
                .filter(c ->
                        c.status() == CheckpointSample.Status.COMPLETED && c.kind() == CheckpointSample.Kind.CHECKPOINT)
                .map(CheckpointSample::triggeredAt)
                .max(Instant::compareTo);
    }

    private CheckpointSettings settings() {
        return new CheckpointSettings(
                Duration.ofSeconds(60),
                Duration.ofSeconds(100),
                Duration.ZERO,
                tolerable,
                false,
                Optional.empty(),
                Optional.empty(),
                1,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private List<SubtaskReading> subtasks() {
        return List.of(SOURCE, WORK, SINK).stream()
                .flatMap(vertex -> IntStream.range(0, PARALLELISM)
                        .mapToObj(i -> new SubtaskReading(
                                new SubtaskId(vertex, i),
                                1,
                                0,
                                NONE,
                                NONE,
                                NONE,
                                OptionalLong.of(vertex.equals(WORK) ? recordsOfWork[i] : 1000),
                                NONE,
                                NONE,
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                NONE,
                                "tm-" + i,
                                NONE,
                                NONE,
                                NONE)))
                .toList();
    }

    static String name(VertexId vertex) {
        return vertex.equals(SOURCE) ? "source" : vertex.equals(WORK) ? "work" : "sink";
    }

    /** A completed checkpoint. */
    CheckpointSample completed(long id, int secondsAgo, int took, TaskSample... tasks) {
        return sample(id, CheckpointSample.Status.COMPLETED, secondsAgo, took, List.of(tasks));
    }

    /** A checkpoint that is pending. */
    CheckpointSample pending(long id, int secondsAgo, TaskSample... tasks) {
        return sample(id, CheckpointSample.Status.IN_PROGRESS, secondsAgo, 0, List.of(tasks));
    }

    /** A checkpoint that failed after its timeout of 100 s. */
    CheckpointSample expired(long id, int secondsAgo, TaskSample... tasks) {
        return sample(id, CheckpointSample.Status.FAILED, secondsAgo, 100, List.of(tasks));
    }

    private CheckpointSample sample(
            long id, CheckpointSample.Status status, int secondsAgo, int took, List<TaskSample> tasks) {
        Instant triggered = now.minusSeconds(secondsAgo);
        boolean pending = status == CheckpointSample.Status.IN_PROGRESS;
        Optional<Duration> lastAcknowledgement = tasks.stream()
                .flatMap(t -> t.slowest().stream())
                .map(SubtaskSample::acknowledgedAfter)
                .max(Duration::compareTo);
        return new CheckpointSample(
                id,
                CheckpointSample.Kind.CHECKPOINT,
                status,
                false,
                triggered,
                pending ? lastAcknowledgement : Optional.of(Duration.ofSeconds(took)),
                pending ? Optional.empty() : Optional.of(triggered.plusSeconds(took)),
                tasks.stream().mapToLong(TaskSample::stateBytes).sum(),
                tasks.stream().mapToLong(TaskSample::checkpointedBytes).sum(),
                0,
                tasks.stream().mapToLong(TaskSample::persistedBytes).sum(),
                3 * PARALLELISM,
                tasks.stream().mapToInt(TaskSample::acknowledged).sum(),
                false,
                Optional.empty(),
                status == CheckpointSample.Status.FAILED
                        ? Optional.of("Checkpoint expired before completing.")
                        : Optional.empty(),
                tasks);
    }

    /** A savepoint, or a checkpoint that the agent triggered. */
    static CheckpointSample foreign(CheckpointSample sample, CheckpointSample.Kind kind) {
        return new CheckpointSample(
                sample.id(),
                kind,
                sample.status(),
                kind == CheckpointSample.Kind.CHECKPOINT,
                sample.triggeredAt(),
                sample.endToEnd(),
                sample.endedAt(),
                sample.stateBytes(),
                sample.checkpointedBytes(),
                sample.processedBytes(),
                sample.persistedBytes(),
                sample.subtasks(),
                sample.acknowledged(),
                sample.unaligned(),
                sample.externalPath(),
                sample.failureMessage(),
                sample.tasks());
    }

    /** The part of {@code work}, complete: sizes of the vertex are four times those of the median subtask. */
    static TaskSample work(SubtaskSample slowest, SubtaskSample median) {
        return work(slowest, median, 0);
    }

    static TaskSample work(SubtaskSample slowest, SubtaskSample median, long persistedBytes) {
        return new TaskSample(
                WORK,
                PARALLELISM,
                PARALLELISM,
                List.of(),
                PARALLELISM * median.stateBytes(),
                PARALLELISM * median.checkpointedBytes(),
                persistedBytes,
                List.of(slowest),
                Optional.of(median),
                Optional.of(slowest));
    }

    /** A vertex of which some did not acknowledge. */
    static TaskSample missing(VertexId vertex, Integer... subtasks) {
        return new TaskSample(
                vertex,
                PARALLELISM,
                PARALLELISM - subtasks.length,
                List.of(subtasks),
                0,
                0,
                0,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    static TaskSample nobody(VertexId vertex) {
        return missing(vertex, 0, 1, 2, 3);
    }

    static TaskSample everybody(VertexId vertex) {
        return missing(vertex);
    }

    /** Phases in seconds; the sizes come by {@link Phases#bytes}. */
    static Phases phases(int subtask, int acknowledged, int startDelay, int alignment, int sync, int async) {
        return new Phases(subtask, acknowledged, startDelay, alignment, sync, async);
    }

    record Phases(int subtask, int acknowledged, int startDelay, int alignment, int sync, int async) {
        SubtaskSample bytes(long state, long written) {
            return new SubtaskSample(
                    subtask,
                    Duration.ofSeconds(acknowledged),
                    Duration.ofSeconds(startDelay),
                    Duration.ofSeconds(alignment),
                    Duration.ofSeconds(sync),
                    Duration.ofSeconds(async),
                    state,
                    written);
        }
    }
}
