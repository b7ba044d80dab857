/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSample.SubtaskSample;
import dev.flinkvitals.signals.CheckpointSample.TaskSample;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Step 1 of the tree: which subtasks did not acknowledge a checkpoint that is pending or expired. A task hands the barrier on
 * before it takes its snapshot, so an acknowledgement further down shows that the barrier has passed.
 */
final class MissingStep {
    /** A source that is this busy does not get to its mailbox. */
    private static final double BLOCKED = 0.9;
    /** A handful: at most one in ten, at least one. */
    private static final double FEW = 0.1;

    private static final double SYNC_SHARE = 0.3;
    private static final double GUESS = 0.4;

    private MissingStep() {}

    /** What the missing acknowledgements tell; empty if the statistics do not say which those are. */
    static Optional<CheckpointAttribution> attribute(CheckpointSample sample, Scene scene) {
        List<TaskSample> tasks = inOrder(sample, scene.topology());
        List<TaskSample> missing =
                tasks.stream().filter(t -> t.acknowledged() < t.subtasks()).toList();
        if (tasks.isEmpty()) {
            return Optional.empty();
        }
        if (missing.isEmpty()) {
            return Optional.of(finalizing(sample, scene));
        }
        if (sample.acknowledged() == 0) {
            return Optional.of(nothingAcknowledged(missing, scene));
        }
        return OneTaskManager.of(late(missing), scene).or(() -> Optional.of(atFrontier(sample, tasks, missing, scene)));
    }

    private static List<TaskSample> inOrder(CheckpointSample sample, Topology topology) {
        Map<VertexId, TaskSample> byVertex = new HashMap<>();
        sample.tasks().forEach(task -> byVertex.put(task.vertex(), task));
        List<TaskSample> ordered = new ArrayList<>();
        for (Topology.Vertex vertex : topology.vertices()) {
            TaskSample task = byVertex.remove(vertex.id());
            if (task != null) {
                ordered.add(task);
            }
        }
        sample.tasks().stream()
                .filter(task -> byVertex.containsKey(task.vertex()))
                .forEach(ordered::add);
        return ordered;
    }

    private static List<SubtaskId> late(List<TaskSample> missing) {
        return missing.stream()
                .flatMap(task -> task.unacknowledged().stream().map(i -> new SubtaskId(task.vertex(), i)))
                .toList();
    }

    private static CheckpointAttribution finalizing(CheckpointSample sample, Scene scene) {
        double total = Times.seconds(OwnCheckpoints.duration(sample, scene.now()));
        double tasks = Times.seconds(sample.endToEnd().orElse(Duration.ZERO));
        double rest = Math.max(0, total - tasks);
        return new CheckpointAttribution(
                CheckpointCause.FINALIZE,
                Place.JOB,
                "all " + sample.subtasks() + " subtasks acknowledged, and the JobManager has been finishing it for "
                        + Words.duration(Times.ofSeconds(rest)),
                List.of(
                        new Evidence("time after the last acknowledgement", rest, "s"),
                        new Evidence("time until the last acknowledgement", tasks, "s")),
                total > 0 ? rest / total : 0);
    }

    private static CheckpointAttribution nothingAcknowledged(List<TaskSample> missing, Scene scene) {
        TaskSample first = missing.get(0);
        Optional<VertexLoad> load = scene.load(first.vertex());
        OptionalDouble busy = load.isPresent() ? load.get().busyMax() : OptionalDouble.empty();
        String nobody = "no subtask acknowledged, not even those of source '" + scene.name(first.vertex()) + "'";
        if (busy.isPresent() && busy.getAsDouble() < BLOCKED && writesMuch(first, scene)) {
            return new CheckpointAttribution(
                    CheckpointCause.STORAGE_SLOW,
                    scene.place(first.vertex()),
                    nobody + ", which has state to write and is busy only " + Words.percent(busy.getAsDouble()),
                    List.of(new Evidence("busy share of the source", busy.getAsDouble(), "1")),
                    GUESS);
        }
        List<Evidence> evidence = busy.isPresent()
                ? List.of(new Evidence("busy share of the source", busy.getAsDouble(), "1"))
                : List.of();
        return new CheckpointAttribution(
                CheckpointCause.TRIGGER_STUCK,
                scene.place(first.vertex()),
                nobody + ": its thread is blocked, or the trigger did not arrive",
                evidence,
                busy.isPresent() ? busy.getAsDouble() : GUESS);
    }

    /** Less than {@code execution.checkpointing.data-inline-threshold} never reaches the storage's files. */
    private static boolean writesMuch(TaskSample task, Scene scene) {
        OptionalDouble bytes = scene.baseline().usualBytes(task.vertex());
        return bytes.isPresent() && bytes.getAsDouble() / Math.max(1, task.subtasks()) >= UploadStep.INLINE_BYTES;
    }

    private static CheckpointAttribution atFrontier(
            CheckpointSample sample, List<TaskSample> tasks, List<TaskSample> missing, Scene scene) {
        TaskSample frontier = missing.get(0);
        int open = frontier.subtasks() - frontier.acknowledged();
        Set<VertexId> below = scene.downstreamOf(frontier.vertex());
        double share = explained(frontier, below, missing);
        if (open < frontier.subtasks()
                && open <= Math.max(1, FEW * frontier.subtasks())
                && !frontier.unacknowledged().isEmpty()) {
            int subtask = frontier.unacknowledged().get(0);
            return SubtaskStep.attribute(
                            frontier.vertex(),
                            subtask,
                            "is " + (open == 1 ? "the only one" : "one of " + open) + " of " + frontier.subtasks()
                                    + " that did not acknowledge",
                            sample,
                            scene)
                    .trusted(share);
        }
        boolean passed = tasks.stream().anyMatch(t -> below.contains(t.vertex()) && t.acknowledged() > 0);
        boolean queues = below.isEmpty() ? isBackpressuredInto(frontier.vertex(), scene) : !passed;
        return queues
                ? barrierStuck(frontier, open, share, scene)
                : ownSnapshot(sample, frontier, open, scene).trusted(share);
    }

    private static double explained(TaskSample frontier, Set<VertexId> below, List<TaskSample> missing) {
        Set<VertexId> covered = new HashSet<>(below);
        covered.add(frontier.vertex());
        double all = 0;
        double inside = 0;
        for (TaskSample task : missing) {
            int open = task.subtasks() - task.acknowledged();
            all += open;
            inside += covered.contains(task.vertex()) ? open : 0;
        }
        // First minus second share: what this frontier explains, minus what it does not.
        return Math.max(0, (2 * inside - all) / all);
    }

    private static boolean isBackpressuredInto(VertexId vertex, Scene scene) {
        OptionalDouble upstream = scene.backpressure(inputs(vertex, scene));
        return upstream.isPresent() && upstream.getAsDouble() >= Scene.BACKPRESSURED;
    }

    private static List<VertexId> inputs(VertexId vertex, Scene scene) {
        return scene.topology().vertex(vertex).map(Topology.Vertex::inputs).orElse(List.of());
    }

    private static CheckpointAttribution barrierStuck(TaskSample frontier, int open, double share, Scene scene) {
        List<VertexId> inputs = inputs(frontier.vertex(), scene);
        if (inputs.isEmpty() && scene.topology().vertex(frontier.vertex()).isPresent()) {
            return new CheckpointAttribution(
                    CheckpointCause.TRIGGER_STUCK,
                    scene.place(frontier.vertex()),
                    "it waits for " + open + " of " + frontier.subtasks() + " subtasks of source '"
                            + scene.name(frontier.vertex())
                            + "': their thread is blocked, or the trigger did not arrive",
                    List.of(),
                    share * GUESS);
        }
        OptionalDouble upstream = scene.backpressure(inputs);
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("missing acknowledgements", open, "{subtask}"));
        upstream.ifPresent(b -> evidence.add(new Evidence("backpressured share of its inputs", b, "1")));
        boolean confirmed = upstream.isPresent() && upstream.getAsDouble() >= Scene.BACKPRESSURED;
        return new CheckpointAttribution(
                CheckpointCause.BACKPRESSURE,
                scene.place(frontier.vertex()),
                "it waits for " + open + " of " + frontier.subtasks() + " subtasks of vertex '"
                        + scene.name(frontier.vertex()) + "' and everything behind: barriers queue behind data there"
                        + (confirmed ? ", its inputs are backpressured " + Words.percent(upstream.getAsDouble()) : ""),
                evidence,
                confirmed ? share : share * GUESS);
    }

    /** The barrier has passed: it is the vertex's own snapshot that is late. */
    private static CheckpointAttribution ownSnapshot(
            CheckpointSample sample, TaskSample frontier, int open, Scene scene) {
        String who = "it waits for " + open + " of " + frontier.subtasks() + " subtasks of vertex '"
                + scene.name(frontier.vertex()) + "', though the barrier has passed";
        double elapsed = Times.seconds(OwnCheckpoints.duration(sample, scene.now()));
        OptionalDouble sync = usualSyncShare(frontier.vertex(), scene);
        if (sync.isPresent() && sync.getAsDouble() >= SYNC_SHARE) {
            return new CheckpointAttribution(
                    CheckpointCause.SYNC_SNAPSHOT,
                    scene.place(frontier.vertex()),
                    who + "; its synchronous part took " + Words.percent(sync.getAsDouble()) + " of the last one",
                    List.of(new Evidence("synchronous share of the last checkpoint", sync.getAsDouble(), "1")),
                    sync.getAsDouble());
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("elapsed", elapsed, "s"));
        OptionalDouble usual = scene.baseline().usualAsyncSeconds(frontier.vertex());
        usual.ifPresent(u -> evidence.add(new Evidence("usual time to write", u, "s")));
        return new CheckpointAttribution(
                CheckpointCause.STORAGE_SLOW,
                scene.place(frontier.vertex()),
                who + ": they are writing their state"
                        + (usual.isPresent()
                                ? ", which usually takes " + Words.duration(Times.ofSeconds(usual.getAsDouble()))
                                : ""),
                evidence,
                usual.isPresent() && elapsed > 0 ? Math.max(0, 1 - usual.getAsDouble() / elapsed) : GUESS);
    }

    private static OptionalDouble usualSyncShare(VertexId vertex, Scene scene) {
        return OwnCheckpoints.completed(scene.reading().checkpoints()).stream()
                .flatMap(c -> c.tasks().stream())
                .filter(task -> task.vertex().equals(vertex) && !task.slowest().isEmpty())
                .map(task -> task.slowest().get(0))
                .filter(s -> !s.acknowledgedAfter().isZero())
                .limit(1)
                .mapToDouble(MissingStep::syncShare)
                .findFirst();
    }

    private static double syncShare(SubtaskSample s) {
        return Times.seconds(s.sync()) / Times.seconds(s.acknowledgedAfter());
    }
}
