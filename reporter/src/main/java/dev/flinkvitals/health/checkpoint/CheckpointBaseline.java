/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.estimate.LastValues;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the job's own completed checkpoints usually look like: medians over the last {@value #REMEMBERED}. One that took
 * more than twice the usual time is not taken for usual; but after {@value #REMEMBERED} such in a row they are what is usual,
 * and it is learnt anew. Bounded: three rings for each vertex. Not thread-safe.
 */
public final class CheckpointBaseline {
    /** Checkpoints that it remembers. */
    static final int REMEMBERED = 32;
    /** Fewer than these do not make a habit. */
    static final int NEEDED = 3;
    /** Beyond this multiple of the usual duration a checkpoint is slow. */
    static final double SLOW = 2;

    private static final double P95 = 0.95;

    private final Map<VertexId, VertexHabit> vertices = new TreeMap<>();
    private LastValues seconds = new LastValues(REMEMBERED);
    private LastValues bytes = new LastValues(REMEMBERED);
    private Set<Long> taken = new TreeSet<>();
    private int slowInARow;

    private static final class VertexHabit {
        final LastValues bytesPerSecond = new LastValues(REMEMBERED);
        final LastValues asyncSeconds = new LastValues(REMEMBERED);
        final LastValues bytes = new LastValues(REMEMBERED);
    }

    /**
     * Takes the checkpoints that completed since the last cycle.
     *
     * @param reading what is known now
     */
    void update(CheckpointReading reading) {
        List<CheckpointSample> completed = OwnCheckpoints.completed(reading);
        for (int i = completed.size() - 1; i >= 0; i--) {
            if (!taken.contains(completed.get(i).id())) {
                take(completed.get(i));
            }
        }
        // What left Flink's history never comes back.
        taken = completed.stream().map(CheckpointSample::id).collect(Collectors.toCollection(TreeSet::new));
    }

    /** 95th percentile of the durations; empty until enough completed. */
    public Optional<Duration> durationP95() {
        return isKnown(seconds)
                ? Optional.of(Times.ofSeconds(seconds.quantile(P95).getAsDouble()))
                : Optional.empty();
    }

    /** The usual duration in seconds; empty until enough completed. */
    OptionalDouble usualSeconds() {
        return isKnown(seconds) ? seconds.median() : OptionalDouble.empty();
    }

    /** Bytes that a checkpoint usually writes; empty until enough completed. */
    OptionalDouble usualBytes() {
        return isKnown(bytes) ? bytes.median() : OptionalDouble.empty();
    }

    /** What the median subtask of a vertex usually writes in a second; empty if not known, or if it writes next to nothing. */
    OptionalDouble usualRate(VertexId vertex) {
        VertexHabit habit = vertices.get(vertex);
        return habit == null || !isKnown(habit.bytesPerSecond) ? OptionalDouble.empty() : habit.bytesPerSecond.median();
    }

    /** How long the asynchronous part of the median subtask of a vertex usually takes, seconds. */
    OptionalDouble usualAsyncSeconds(VertexId vertex) {
        VertexHabit habit = vertices.get(vertex);
        return habit == null || !isKnown(habit.asyncSeconds) ? OptionalDouble.empty() : habit.asyncSeconds.median();
    }

    /** Bytes that a vertex usually writes. */
    OptionalDouble usualBytes(VertexId vertex) {
        VertexHabit habit = vertices.get(vertex);
        return habit == null || !isKnown(habit.bytes) ? OptionalDouble.empty() : habit.bytes.median();
    }

    private static boolean isKnown(LastValues values) {
        return values.size() >= NEEDED;
    }

    private void take(CheckpointSample sample) {
        double duration = Times.seconds(OwnCheckpoints.duration(sample, sample.triggeredAt()));
        OptionalDouble usual = usualSeconds();
        if (usual.isPresent() && duration > SLOW * usual.getAsDouble()) {
            slowInARow++;
            if (slowInARow < REMEMBERED) {
                return;
            }
            seconds = new LastValues(REMEMBERED);
            bytes = new LastValues(REMEMBERED);
            vertices.clear();
        }
        slowInARow = 0;
        seconds.add(duration);
        bytes.add((double) sample.checkpointedBytes());
        vertices.keySet()
                .retainAll(sample.tasks().stream()
                        .map(CheckpointSample.TaskSample::vertex)
                        .collect(Collectors.toSet()));
        sample.tasks().forEach(this::take);
    }

    private void take(CheckpointSample.TaskSample task) {
        VertexHabit habit = vertices.computeIfAbsent(task.vertex(), v -> new VertexHabit());
        habit.bytes.add((double) task.checkpointedBytes());
        task.median().ifPresent(median -> {
            habit.asyncSeconds.add(Times.seconds(median.async()));
            rate(median).ifPresent(habit.bytesPerSecond::add);
        });
    }

    /** Bytes that a subtask wrote in a second of its asynchronous part; empty if it wrote too little to tell. */
    static OptionalDouble rate(CheckpointSample.SubtaskSample subtask) {
        double async = Times.seconds(subtask.async());
        return async > 0 && subtask.checkpointedBytes() >= UploadStep.SMALL_BYTES
                ? OptionalDouble.of(subtask.checkpointedBytes() / async)
                : OptionalDouble.empty();
    }
}
