/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSample.SubtaskSample;
import dev.flinkvitals.signals.CheckpointSample.TaskSample;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.CheckpointStatsHistory;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.checkpoint.FailedCheckpointStats;
import org.apache.flink.runtime.checkpoint.SubtaskStateStats;
import org.apache.flink.runtime.checkpoint.TaskStateStats;

/** Translates Flink's checkpoint statistics. The classes have the same getters from 1.20 to 2.3. */
final class CheckpointHistoryReader {
    /** One subtask in so many counts as slow. */
    private static final int ONE_IN = 20;

    private CheckpointHistoryReader() {}

    /**
     * The history, newest first.
     *
     * @param history Flink's (the last {@code web.checkpoints.history}, pending ones included)
     * @param ours tells by id whether the agent triggered it
     */
    static List<CheckpointSample> read(CheckpointStatsHistory history, Predicate<CheckpointSample> ours) {
        List<CheckpointSample> samples = new ArrayList<>();
        for (AbstractCheckpointStats stats : history.getCheckpoints()) {
            CheckpointSample sample = sample(stats, false);
            samples.add(ours.test(sample) ? sample(stats, true) : sample);
        }
        return samples;
    }

    private static CheckpointSample sample(AbstractCheckpointStats stats, boolean ours) {
        Instant triggered = Instant.ofEpochMilli(stats.getTriggerTimestamp());
        boolean acknowledged = stats.getNumberOfAcknowledgedSubtasks() > 0;
        return new CheckpointSample(
                stats.getCheckpointId(),
                kind(stats.getProperties()),
                status(stats),
                ours,
                triggered,
                acknowledged ? Optional.of(millis(stats.getEndToEndDuration())) : Optional.empty(),
                endedAt(stats),
                stats.getStateSize(),
                stats.getCheckpointedSize(),
                Math.max(0, stats.getProcessedData()),
                Math.max(0, stats.getPersistedData()),
                stats.getNumberOfSubtasks(),
                stats.getNumberOfAcknowledgedSubtasks(),
                stats.isUnalignedCheckpoint(),
                stats instanceof CompletedCheckpointStats completed
                        ? Optional.ofNullable(completed.getExternalPath())
                        : Optional.empty(),
                stats instanceof FailedCheckpointStats failed
                        ? Optional.ofNullable(failed.getFailureMessage())
                        : Optional.empty(),
                stats.getAllTaskStateStats().stream()
                        .map(task -> task(task, stats.getTriggerTimestamp()))
                        .toList());
    }

    /** Only a savepoint with which the job stops is synchronous. */
    private static CheckpointSample.Kind kind(CheckpointProperties properties) {
        if (!properties.isSavepoint()) {
            return CheckpointSample.Kind.CHECKPOINT;
        }
        return properties.isSynchronous() ? CheckpointSample.Kind.STOP_WITH_SAVEPOINT : CheckpointSample.Kind.SAVEPOINT;
    }

    private static CheckpointSample.Status status(AbstractCheckpointStats stats) {
        if (stats.getStatus().isCompleted()) {
            return CheckpointSample.Status.COMPLETED;
        }
        return stats.getStatus().isFailed() ? CheckpointSample.Status.FAILED : CheckpointSample.Status.IN_PROGRESS;
    }

    private static Optional<Instant> endedAt(AbstractCheckpointStats stats) {
        if (stats instanceof FailedCheckpointStats failed) {
            return Optional.of(Instant.ofEpochMilli(failed.getFailureTimestamp()));
        }
        return stats.getStatus().isCompleted()
                ? Optional.of(Instant.ofEpochMilli(stats.getLatestAckTimestamp()))
                : Optional.empty();
    }

    private static TaskSample task(TaskStateStats stats, long triggeredMillis) {
        SubtaskStateStats[] subtasks = stats.getSubtaskStats();
        List<Integer> unacknowledged = new ArrayList<>();
        List<SubtaskSample> acknowledged = new ArrayList<>(subtasks.length);
        long persisted = 0;
        for (int i = 0; i < subtasks.length; i++) {
            // Flink leaves the entry of a subtask that has not acknowledged null.
            SubtaskStateStats subtask = subtasks[i];
            if (subtask != null && subtask.isCompleted()) {
                acknowledged.add(subtask(subtask, triggeredMillis));
                persisted += Math.max(0, subtask.getPersistedData());
            } else if (unacknowledged.size() < TaskSample.MOST_LISTED) {
                unacknowledged.add(i);
            }
        }
        acknowledged.sort(Comparator.comparing(SubtaskSample::acknowledgedAfter).reversed());
        int slowest = Math.min(TaskSample.MOST_SLOWEST, (acknowledged.size() + ONE_IN - 1) / ONE_IN);
        return new TaskSample(
                new VertexId(stats.getJobVertexId().toString()),
                stats.getNumberOfSubtasks(),
                stats.getNumberOfAcknowledgedSubtasks(),
                unacknowledged,
                stats.getStateSize(),
                stats.getCheckpointedSize(),
                persisted,
                acknowledged.subList(0, slowest),
                median(acknowledged),
                acknowledged.stream()
                        .max(Comparator.comparingLong(SubtaskSample::stateBytes)
                                .thenComparing(SubtaskSample::subtask, Comparator.reverseOrder())));
    }

    private static Optional<SubtaskSample> median(List<SubtaskSample> subtasks) {
        if (subtasks.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SubtaskSample(
                -1,
                median(subtasks, SubtaskSample::acknowledgedAfter),
                median(subtasks, SubtaskSample::startDelay),
                median(subtasks, SubtaskSample::alignment),
                median(subtasks, SubtaskSample::sync),
                median(subtasks, SubtaskSample::async),
                median(subtasks, SubtaskSample::stateBytes),
                median(subtasks, SubtaskSample::checkpointedBytes)));
    }

    /** The lower median: a value that one of the subtasks has. */
    private static <T extends Comparable<T>> T median(List<SubtaskSample> subtasks, Function<SubtaskSample, T> value) {
        List<T> values = subtasks.stream().map(value).sorted().toList();
        return values.get((values.size() - 1) / 2);
    }

    private static SubtaskSample subtask(SubtaskStateStats stats, long triggeredMillis) {
        return new SubtaskSample(
                stats.getSubtaskIndex(),
                millis(stats.getEndToEndDuration(triggeredMillis)),
                millis(stats.getCheckpointStartDelay()),
                millis(stats.getAlignmentDuration()),
                millis(stats.getSyncCheckpointDuration()),
                millis(stats.getAsyncCheckpointDuration()),
                stats.getStateSize(),
                stats.getCheckpointedSize());
    }

    /** Clocks of JobManager and TaskManager differ: a negative duration is none. */
    private static Duration millis(long value) {
        return Duration.ofMillis(Math.max(0, value));
    }
}
