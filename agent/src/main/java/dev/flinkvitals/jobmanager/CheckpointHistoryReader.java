/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSample.SubtaskSample;
import dev.flinkvitals.signals.CheckpointSample.TaskSample;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.runtime.checkpoint.CheckpointStatsHistory;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.checkpoint.FailedCheckpointStats;
import org.apache.flink.runtime.checkpoint.SubtaskStateStats;
import org.apache.flink.runtime.checkpoint.TaskStateStats;

/** Translates Flink's checkpoint statistics. The classes have the same getters from 1.20 to 2.3. */
final class CheckpointHistoryReader {
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
                stats.getProperties().isSavepoint()
                        ? CheckpointSample.Kind.SAVEPOINT
                        : CheckpointSample.Kind.CHECKPOINT,
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
        OptionalInt missing = OptionalInt.empty();
        Optional<SubtaskStateStats> slowest = Optional.empty();
        for (int i = 0; i < subtasks.length; i++) {
            // Flink leaves the entry of a subtask that has not acknowledged null.
            SubtaskStateStats subtask = subtasks[i];
            if (subtask == null || !subtask.isCompleted()) {
                missing = missing.isPresent() ? missing : OptionalInt.of(i);
            } else if (slowest.isEmpty()
                    || subtask.getAckTimestamp() > slowest.get().getAckTimestamp()) {
                slowest = Optional.of(subtask);
            }
        }
        return new TaskSample(
                new VertexId(stats.getJobVertexId().toString()),
                stats.getNumberOfSubtasks(),
                stats.getNumberOfAcknowledgedSubtasks(),
                missing,
                stats.getStateSize(),
                stats.getCheckpointedSize(),
                slowest.map(s -> subtask(s, triggeredMillis)));
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
