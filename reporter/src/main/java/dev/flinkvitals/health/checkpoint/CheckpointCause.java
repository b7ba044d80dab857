/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where a slow or pending checkpoint loses its time.
 *
 * @param reason in words, to be put behind the finding
 * @param place vertex and subtask
 */
public record CheckpointCause(String reason, Place place) {
    private static final double START_DELAY_SHARE = 0.5;
    private static final double ALIGNMENT_SHARE = 0.4;
    private static final double SYNC_SHARE = 0.3;
    private static final double ASYNC_SHARE = 0.5;

    private record Slowest(CheckpointSample.TaskSample task, CheckpointSample.SubtaskSample subtask) {}

    /**
     * The cause that the pending checkpoint shows, else the newest one that has details.
     *
     * @param checkpoints what is known
     * @param topology names of the vertices, in topological order
     * @return the cause, if there is anything to see
     */
    static Optional<CheckpointCause> of(CheckpointReading checkpoints, Topology topology) {
        return CheckpointGauge.pending(checkpoints)
                .flatMap(pending -> missing(pending, topology))
                .or(() -> checkpoints.history().stream()
                        .filter(c -> !c.ours())
                        .flatMap(c -> slowest(c).stream())
                        .findFirst()
                        .map(s -> phase(s, topology)));
    }

    private static Optional<CheckpointCause> missing(CheckpointSample pending, Topology topology) {
        // The first vertex downstream of the sources that lacks an acknowledgement is where the barrier is.
        return topology.vertices().stream()
                .flatMap(vertex ->
                        pending.tasks().stream().filter(task -> task.vertex().equals(vertex.id())))
                .filter(task -> task.acknowledged() < task.subtasks())
                .findFirst()
                .map(task -> missing(task, topology));
    }

    private static CheckpointCause missing(CheckpointSample.TaskSample task, Topology topology) {
        String name = name(task.vertex(), topology);
        int open = task.subtasks() - task.acknowledged();
        String reason = "it waits for " + open + " of " + task.subtasks() + " subtasks of vertex '" + name + "'";
        if (task.unacknowledged().isEmpty()) {
            return new CheckpointCause(reason, Place.vertex(task.vertex(), name));
        }
        int first = task.unacknowledged().get(0);
        return new CheckpointCause(reason + ", first subtask " + first, Place.subtask(task.vertex(), name, first));
    }

    private static Optional<Slowest> slowest(CheckpointSample checkpoint) {
        return checkpoint.tasks().stream()
                .flatMap(task -> task.slowest().stream().limit(1).map(subtask -> new Slowest(task, subtask)))
                .max(Comparator.comparing(s -> s.subtask().acknowledgedAfter()));
    }

    private static CheckpointCause phase(Slowest slowest, Topology topology) {
        CheckpointSample.SubtaskSample subtask = slowest.subtask();
        VertexId vertex = slowest.task().vertex();
        String name = name(vertex, topology);
        return new CheckpointCause(
                "the slowest part is subtask " + subtask.subtask() + " of vertex '" + name + "' with "
                        + Words.duration(subtask.acknowledgedAfter()) + ", " + phaseOf(subtask),
                Place.subtask(vertex, name, subtask.subtask()));
    }

    private static String phaseOf(CheckpointSample.SubtaskSample subtask) {
        double total = Math.max(1e-3, Times.seconds(subtask.acknowledgedAfter()));
        double startDelay = Times.seconds(subtask.startDelay()) / total;
        double alignment = Times.seconds(subtask.alignment()) / total;
        double sync = Times.seconds(subtask.sync()) / total;
        double async = Times.seconds(subtask.async()) / total;
        if (startDelay >= START_DELAY_SHARE) {
            return Words.percent(startDelay) + " of it start delay: barriers queue behind data (backpressure)";
        }
        if (alignment >= ALIGNMENT_SHARE) {
            return Words.percent(alignment) + " of it alignment: its inputs are uneven";
        }
        if (sync >= SYNC_SHARE) {
            return Words.percent(sync) + " of it the synchronous part: the snapshot stops processing";
        }
        if (async >= ASYNC_SHARE) {
            return Words.percent(async) + " of it the asynchronous part: the upload to the checkpoint storage";
        }
        return "no single phase dominates";
    }

    private static String name(VertexId vertex, Topology topology) {
        return topology.vertex(vertex).map(Topology.Vertex::name).orElse(vertex.hex());
    }
}
