/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.estimate.Quantiles;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSample.SubtaskSample;
import dev.flinkvitals.signals.CheckpointSample.TaskSample;
import dev.flinkvitals.signals.VertexId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Why one subtask is later than its siblings: more state, more records, or neither. */
final class SubtaskStep {
    /** Beyond this multiple of the median it is skewed. */
    static final double SKEWED = 3;

    private SubtaskStep() {}

    /**
     * Compares a late subtask with its siblings.
     *
     * @param vertex its vertex
     * @param subtask its index
     * @param late in words, what makes it late
     * @param sample the checkpoint in which it is late
     * @param scene what surrounds it
     */
    static CheckpointAttribution attribute(
            VertexId vertex, int subtask, String late, CheckpointSample sample, Scene scene) {
        Place place = scene.place(vertex, subtask);
        String who = "subtask " + subtask + " of vertex '" + scene.name(vertex) + "' " + late;
        double state = stateRatio(vertex, subtask, sample, scene);
        double records = recordsRatio(vertex, subtask, scene);
        List<Evidence> evidence = new ArrayList<>();
        addRatio(evidence, "state over the median subtask's", state);
        addRatio(evidence, "records read over the median subtask's", records);
        if (state > SKEWED && state >= records) {
            return new CheckpointAttribution(
                    CheckpointCause.STATE_SKEW,
                    place,
                    who + ", and holds " + Words.decimal(state) + " times the state of the median subtask",
                    evidence,
                    1 - SKEWED / state);
        }
        if (records > SKEWED) {
            return new CheckpointAttribution(
                    CheckpointCause.DATA_SKEW,
                    place,
                    who + ", and reads " + Words.decimal(records) + " times the records of the median subtask",
                    evidence,
                    1 - SKEWED / records);
        }
        return new CheckpointAttribution(
                CheckpointCause.SLOW_SUBTASK,
                place,
                who + ", with no more state and records than the others",
                evidence,
                // Without both to compare with, one of them may still be the reason.
                Math.max(0, 1 - Math.max(state, records) / SKEWED) * (evidence.size() == 2 ? 1 : 0.5));
    }

    /** State of a subtask over that of the median one; 0 if it is not known. */
    static double stateRatio(VertexId vertex, int subtask, CheckpointSample sample, Scene scene) {
        // The late one may not have told its size yet: then the newest checkpoint in which it did.
        return Stream.concat(
                        Stream.of(sample),
                        OwnCheckpoints.completed(scene.reading().checkpoints()).stream())
                .flatMap(c -> c.tasks().stream())
                .filter(task -> task.vertex().equals(vertex))
                .flatMap(task -> stateRatio(task, subtask).stream())
                .findFirst()
                .orElse(0.0);
    }

    private static Optional<Double> stateRatio(TaskSample task, int subtask) {
        double median = task.median().map(SubtaskSample::stateBytes).orElse(0L);
        return Stream.concat(task.largest().stream(), task.slowest().stream())
                .filter(s -> s.subtask() == subtask && s.stateBytes() >= UploadStep.SMALL_BYTES)
                .findFirst()
                .map(s -> s.stateBytes() / Math.max(1, median));
    }

    private static double recordsRatio(VertexId vertex, int subtask, Scene scene) {
        Map<Integer, Double> records = scene.recordsRead(vertex);
        Double own = records.get(subtask);
        if (own == null || records.size() < 2) {
            return 0;
        }
        double median = Quantiles.nearestRank(List.copyOf(records.values()), 0.5);
        return own / Math.max(1, median);
    }

    private static void addRatio(List<Evidence> evidence, String name, double ratio) {
        if (ratio > 0) {
            evidence.add(new Evidence(name, ratio, "1"));
        }
    }
}
