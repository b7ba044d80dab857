/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSample.SubtaskSample;
import dev.flinkvitals.signals.CheckpointSample.TaskSample;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The asynchronous part of step 2: why writing takes most of a checkpoint's time. */
final class UploadStep {
    /** Less than this measures latency, not a rate. */
    static final long SMALL_BYTES = 64 * 1024;
    /** Flink's default of {@code execution.checkpointing.data-inline-threshold}: below it no file is written. */
    static final long INLINE_BYTES = 20 * 1024;

    private static final double SLOWER = 0.5;
    private static final double LONGER = 2;
    private static final double GROWN = 2;
    private static final double WITHOUT_BASELINE = 0.5;

    private final SubtaskSample critical;
    private final TaskSample task;
    private final CheckpointSample sample;
    private final Scene scene;
    private final List<Evidence> evidence = new ArrayList<>();
    private final double rate;
    private final double medianRate;

    private UploadStep(SubtaskSample critical, TaskSample task, CheckpointSample sample, Scene scene) {
        this.critical = critical;
        this.task = task;
        this.sample = sample;
        this.scene = scene;
        rate = rate(critical);
        medianRate = task.median().map(UploadStep::rate).orElse(0.0);
        evidence.add(new Evidence("written", (double) critical.checkpointedBytes(), "By"));
        evidence.add(new Evidence("asynchronous part", Times.seconds(critical.async()), "s"));
        evidence.add(new Evidence("rate", rate, "By/s"));
    }

    /**
     * Attributes a checkpoint whose last subtask spent its time writing.
     *
     * @param critical the subtask that acknowledged last
     * @param task its vertex
     */
    static CheckpointAttribution attribute(
            SubtaskSample critical, TaskSample task, CheckpointSample sample, Scene scene) {
        return new UploadStep(critical, task, sample, scene).attribute();
    }

    private CheckpointAttribution attribute() {
        if (critical.checkpointedBytes() < SMALL_BYTES) {
            return small();
        }
        double state = SubtaskStep.stateRatio(task.vertex(), critical.subtask(), sample, scene);
        if (task.subtasks() > 1 && state > SubtaskStep.SKEWED) {
            return SubtaskStep.attribute(
                    task.vertex(), critical.subtask(), "takes longest to write its state", sample, scene);
        }
        OptionalDouble usual = scene.baseline().usualRate(task.vertex());
        usual.ifPresent(u -> evidence.add(new Evidence("usual rate", u, "By/s")));
        if (usual.isPresent() && medianRate > 0 && medianRate < SLOWER * usual.getAsDouble()) {
            return storageSlow(
                    "most subtasks of vertex '" + name() + "' write " + Words.bytes(medianRate) + "/s, usually "
                            + Words.bytes(usual.getAsDouble()) + "/s",
                    1 - medianRate / usual.getAsDouble());
        }
        if (task.subtasks() > 1 && medianRate > 0 && rate < SLOWER * medianRate) {
            return slowTaskManager();
        }
        if (usual.isEmpty()) {
            return storageSlow(
                    "subtask " + critical.subtask() + " of vertex '" + name() + "' writes only " + Words.bytes(rate)
                            + "/s; what is usual is not known yet",
                    WITHOUT_BASELINE);
        }
        return grown();
    }

    private CheckpointAttribution small() {
        OptionalDouble usual = scene.baseline().usualAsyncSeconds(task.vertex());
        double median = task.median().map(m -> Times.seconds(m.async())).orElse(0.0);
        usual.ifPresent(u -> evidence.add(new Evidence("usual asynchronous part", u, "s")));
        boolean allOfThem = 2 * median >= Times.seconds(critical.async());
        if (usual.isPresent() && allOfThem && median > LONGER * usual.getAsDouble()) {
            return storageSlow(
                    "writing " + Words.bytes((double) critical.checkpointedBytes()) + " takes most subtasks of vertex '"
                            + name()
                            + "' " + Words.duration(Times.ofSeconds(median)) + ", usually "
                            + Words.duration(Times.ofSeconds(usual.getAsDouble())),
                    1 - usual.getAsDouble() / median);
        }
        return new CheckpointAttribution(
                CheckpointCause.ASYNC_QUEUE,
                place(),
                "subtask " + critical.subtask() + " of vertex '" + name() + "' needed "
                        + Words.duration(critical.async()) + " to write only "
                        + Words.bytes((double) critical.checkpointedBytes())
                        + ": it waited for a thread, or for the latency of the storage",
                evidence,
                1 - (double) critical.checkpointedBytes() / SMALL_BYTES);
    }

    private CheckpointAttribution storageSlow(String reason, double confidence) {
        return new CheckpointAttribution(
                CheckpointCause.STORAGE_SLOW, scene.place(task.vertex()), reason, evidence, confidence);
    }

    private CheckpointAttribution slowTaskManager() {
        evidence.add(new Evidence("rate of the median subtask", medianRate, "By/s"));
        Place place = place();
        return new CheckpointAttribution(
                CheckpointCause.SLOW_TASK_MANAGER,
                place,
                "subtask " + critical.subtask() + " of vertex '" + name() + "' writes only " + Words.bytes(rate)
                        + "/s, the median subtask " + Words.bytes(medianRate) + "/s"
                        + place.process().map(p -> ": look at TaskManager " + p).orElse(""),
                evidence,
                1 - rate / medianRate);
    }

    private CheckpointAttribution grown() {
        OptionalDouble usual = scene.baseline().usualBytes(task.vertex());
        double now = task.checkpointedBytes();
        if (usual.isPresent() && now > GROWN * usual.getAsDouble()) {
            evidence.add(new Evidence("written by the vertex", now, "By"));
            evidence.add(new Evidence("usually written by it", usual.getAsDouble(), "By"));
            return new CheckpointAttribution(
                    CheckpointCause.STATE_GROWTH,
                    scene.place(task.vertex()),
                    "vertex '" + name() + "' wrote " + Words.bytes(now) + " instead of "
                            + Words.bytes(usual.getAsDouble())
                            + " at its usual rate: its state grew, or a compaction rewrote its files",
                    evidence,
                    1 - usual.getAsDouble() / now);
        }
        return new CheckpointAttribution(
                CheckpointCause.UNKNOWN,
                place(),
                "vertex '" + name() + "' writes as much as usual, as fast as usual",
                evidence,
                0);
    }

    private String name() {
        return scene.name(task.vertex());
    }

    private Place place() {
        return scene.place(task.vertex(), critical.subtask());
    }

    private static double rate(SubtaskSample subtask) {
        double seconds = Times.seconds(subtask.async());
        return seconds > 0 ? subtask.checkpointedBytes() / seconds : 0;
    }
}
