/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSample.SubtaskSample;
import dev.flinkvitals.signals.CheckpointSample.TaskSample;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Step 2 of the tree: which phase of the subtask that acknowledged last took the checkpoint's time. Phases count in multiples of
 * their thresholds; the confidence is by how far the first is ahead of the second.
 */
final class PhaseStep {
    private static final double START_DELAY = 0.5;
    private static final double ALIGNMENT = 0.4;
    private static final double SYNC = 0.3;
    private static final double ASYNC = 0.5;
    private static final double FINALIZE = 0.3;
    private static final double IN_FLIGHT = 0.3;

    private static final double LATE = 0.8;
    private static final double LATER_THAN_MEDIAN = 2;
    private static final double UNCONFIRMED = 0.5;

    private final CheckpointSample sample;
    private final Scene scene;
    private final TaskSample task;
    private final SubtaskSample critical;
    private final double total;

    private enum Phase {
        START_DELAY("start delay"),
        ALIGNMENT("alignment"),
        SYNC("the synchronous part"),
        ASYNC("the asynchronous part"),
        FINALIZE("finishing on the JobManager");

        private final String words;

        Phase(String words) {
            this.words = words;
        }
    }

    private record Part(Phase phase, double share, double weight) {}

    private PhaseStep(CheckpointSample sample, Scene scene, TaskSample task) {
        this.sample = sample;
        this.scene = scene;
        this.task = task;
        critical = task.slowest().get(0);
        double whole = Times.seconds(OwnCheckpoints.duration(sample, sample.triggeredAt()));
        total = Math.max(whole, Times.seconds(critical.acknowledgedAfter()));
    }

    /** What the phases tell; empty if no subtask told any. */
    static Optional<CheckpointAttribution> attribute(CheckpointSample sample, Scene scene) {
        return sample.tasks().stream()
                .filter(task -> !task.slowest().isEmpty())
                .max(Comparator.comparing((TaskSample t) -> t.slowest().get(0).acknowledgedAfter())
                        .thenComparing(TaskSample::vertex))
                .map(task -> new PhaseStep(sample, scene, task))
                .filter(step -> step.total > 0)
                .map(PhaseStep::attribute);
    }

    private CheckpointAttribution attribute() {
        Optional<CheckpointAttribution> oneTaskManager = OneTaskManager.of(late(), scene);
        if (oneTaskManager.isPresent()) {
            return oneTaskManager.orElseThrow();
        }
        List<Part> parts = new ArrayList<>(List.of(
                part(Phase.START_DELAY, Times.seconds(critical.startDelay()), START_DELAY),
                part(Phase.ALIGNMENT, Times.seconds(critical.alignment()), ALIGNMENT),
                part(Phase.SYNC, Times.seconds(critical.sync()), SYNC),
                part(Phase.ASYNC, Times.seconds(critical.async()), ASYNC),
                part(Phase.FINALIZE, total - Times.seconds(critical.acknowledgedAfter()), FINALIZE)));
        parts.sort(Comparator.comparingDouble(Part::weight).reversed());
        Part first = parts.get(0);
        if (first.weight() < 1) {
            return new CheckpointAttribution(
                    CheckpointCause.UNKNOWN,
                    place(),
                    who() + ", and no single phase of it dominates",
                    List.of(new Evidence(first.phase().words, first.share(), "1")),
                    0);
        }
        double margin = 1 - parts.get(1).weight() / first.weight();
        return leaf(first).trusted(margin);
    }

    private CheckpointAttribution leaf(Part part) {
        String reason = who() + ", " + Words.percent(part.share()) + " of it " + part.phase().words;
        List<Evidence> evidence = List.of(
                new Evidence("duration", total, "s"),
                new Evidence("share of " + part.phase().words, part.share(), "1"));
        return switch (part.phase()) {
            case START_DELAY -> startDelay(reason, evidence);
            case ALIGNMENT ->
                new CheckpointAttribution(
                        CheckpointCause.CHANNEL_SKEW,
                        place(),
                        reason + ": some of its inputs are much slower than others",
                        evidence,
                        1);
            case SYNC ->
                new CheckpointAttribution(
                        CheckpointCause.SYNC_SNAPSHOT,
                        place(),
                        reason + ": the snapshot stops processing",
                        evidence,
                        1);
            case ASYNC -> isInFlight() ? inFlight(evidence) : UploadStep.attribute(critical, task, sample, scene);
            case FINALIZE ->
                new CheckpointAttribution(
                        CheckpointCause.FINALIZE,
                        Place.JOB,
                        Words.percent(part.share()) + " of it passed after the last acknowledgement: the JobManager"
                                + " writes metadata, or many files",
                        evidence,
                        1);
        };
    }

    private CheckpointAttribution startDelay(String reason, List<Evidence> evidence) {
        double median = task.median().map(m -> Times.seconds(m.startDelay())).orElse(total);
        if (task.subtasks() > 1 && Times.seconds(critical.startDelay()) > SubtaskStep.SKEWED * median) {
            return SubtaskStep.attribute(
                    task.vertex(), critical.subtask(), "gets its barriers later than the others", sample, scene);
        }
        OptionalDouble pressure = scene.backpressure();
        List<Evidence> more = new ArrayList<>(evidence);
        pressure.ifPresent(p -> more.add(new Evidence("highest backpressured share", p, "1")));
        boolean absent = pressure.isPresent() && pressure.getAsDouble() < Scene.BACKPRESSURED;
        String because = absent
                ? ": barriers came late, though nothing is backpressured now; a long call in a task before it, or clocks"
                        + " that differ, would look the same"
                : ": barriers queue behind data";
        return new CheckpointAttribution(
                CheckpointCause.BACKPRESSURE,
                scene.bottleneck().orElseGet(this::whereBarriersWait),
                reason + because,
                more,
                absent ? UNCONFIRMED : 1);
    }

    /** The first vertex in the graph whose barriers are about as late. */
    private Place whereBarriersWait() {
        double enough = 0.5 * Times.seconds(critical.startDelay());
        for (Topology.Vertex vertex : scene.topology().vertices()) {
            for (TaskSample candidate : sample.tasks()) {
                if (candidate.vertex().equals(vertex.id())
                        && !vertex.isSource()
                        && candidate.slowest().stream().anyMatch(s -> Times.seconds(s.startDelay()) >= enough)) {
                    return scene.place(vertex.id());
                }
            }
        }
        return place();
    }

    private boolean isInFlight() {
        return task.persistedBytes() > IN_FLIGHT * task.checkpointedBytes() && task.persistedBytes() > 0;
    }

    private CheckpointAttribution inFlight(List<Evidence> evidence) {
        double share = (double) task.persistedBytes() / Math.max(task.persistedBytes(), task.checkpointedBytes());
        List<Evidence> more = new ArrayList<>(evidence);
        more.add(new Evidence("data in flight", task.persistedBytes(), "By"));
        more.add(new Evidence("its share of what was written", share, "1"));
        return new CheckpointAttribution(
                CheckpointCause.IN_FLIGHT_DATA,
                scene.place(task.vertex()),
                who() + ", and " + Words.percent(share) + " of what its vertex wrote was data in flight",
                more,
                share);
    }

    /** Subtasks that are about as late as the last one, and much later than the median of their vertex. */
    private List<SubtaskId> late() {
        double enough = LATE * Times.seconds(critical.acknowledgedAfter());
        List<SubtaskId> late = new ArrayList<>();
        for (TaskSample candidate : sample.tasks()) {
            VertexId vertex = candidate.vertex();
            double median = candidate
                    .median()
                    .map(m -> Times.seconds(m.acknowledgedAfter()))
                    .orElse(0.0);
            for (SubtaskSample subtask : candidate.slowest()) {
                double after = Times.seconds(subtask.acknowledgedAfter());
                if (subtask.subtask() >= 0 && after >= enough && after > LATER_THAN_MEDIAN * median) {
                    late.add(new SubtaskId(vertex, subtask.subtask()));
                }
            }
        }
        return late;
    }

    private Part part(Phase phase, double seconds, double threshold) {
        double share = Math.max(0, Math.min(1, seconds / total));
        return new Part(phase, share, share / threshold);
    }

    private String who() {
        return "the slowest part is subtask " + critical.subtask() + " of vertex '" + scene.name(task.vertex())
                + "' with " + Words.duration(critical.acknowledgedAfter());
    }

    private Place place() {
        return scene.place(task.vertex(), critical.subtask());
    }
}
