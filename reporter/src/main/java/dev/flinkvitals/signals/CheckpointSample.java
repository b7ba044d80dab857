/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One checkpoint or savepoint as Flink's statistics show it.
 *
 * @param id checkpoint id
 * @param kind checkpoint or savepoint: only a checkpoint counts for recovery
 * @param status where it stands
 * @param ours whether the agent triggered it, so that our own actions never pass for the job's health
 * @param triggeredAt JobManager's wall clock
 * @param endToEnd trigger to the last acknowledgement; empty while nothing was acknowledged
 * @param endedAt when it completed or failed; empty while pending
 * @param stateBytes full state size
 * @param checkpointedBytes bytes written by this checkpoint (less than the state when incremental)
 * @param processedBytes in-flight data processed during alignment
 * @param persistedBytes in-flight data persisted (unaligned)
 * @param subtasks subtasks that have to acknowledge
 * @param acknowledged subtasks that did
 * @param unaligned whether it became unaligned
 * @param externalPath where it was written, once completed
 * @param failureMessage Flink's message, once failed
 * @param tasks per vertex details
 */
public record CheckpointSample(
        long id,
        Kind kind,
        Status status,
        boolean ours,
        Instant triggeredAt,
        Optional<Duration> endToEnd,
        Optional<Instant> endedAt,
        long stateBytes,
        long checkpointedBytes,
        long processedBytes,
        long persistedBytes,
        int subtasks,
        int acknowledged,
        boolean unaligned,
        Optional<String> externalPath,
        Optional<String> failureMessage,
        List<TaskSample> tasks) {
    /** Copies the list. */
    public CheckpointSample {
        tasks = List.copyOf(tasks);
    }

    /** Whether it was asked for as a savepoint, with or without a stop: it does not count for recovery. */
    public boolean isSavepoint() {
        return kind != Kind.CHECKPOINT;
    }

    /** Checkpoint or savepoint. */
    public enum Kind {
        CHECKPOINT("checkpoint"),
        SAVEPOINT("savepoint"),
        /** A savepoint with which the job stops. */
        STOP_WITH_SAVEPOINT("stop-with-savepoint");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** Name in words. */
        public String label() {
            return label;
        }
    }

    /** Where a checkpoint stands. */
    public enum Status {
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }

    /**
     * A vertex's part.
     *
     * @param vertex the vertex
     * @param subtasks its subtasks
     * @param acknowledged how many acknowledged
     * @param unacknowledged indices of subtasks that have not acknowledged, lowest first, at most {@link #MOST_LISTED}
     * @param stateBytes full state size of the vertex
     * @param checkpointedBytes bytes written for the vertex
     * @param persistedBytes in-flight data persisted for the vertex (unaligned)
     * @param slowest the subtasks that acknowledged last, latest first: one in twenty, at least one if any acknowledged, at
     *     most {@link #MOST_SLOWEST}
     * @param median the median of each phase and size over the subtasks that acknowledged, its index -1; empty if none did
     * @param largest the subtask with the most state among those that acknowledged, the lowest index of equals; empty if
     *     none did
     */
    public record TaskSample(
            VertexId vertex,
            int subtasks,
            int acknowledged,
            List<Integer> unacknowledged,
            long stateBytes,
            long checkpointedBytes,
            long persistedBytes,
            List<SubtaskSample> slowest,
            Optional<SubtaskSample> median,
            Optional<SubtaskSample> largest) {
        /** Most indices in {@link #unacknowledged()}. */
        public static final int MOST_LISTED = 256;
        /** Most entries of {@link #slowest()}. */
        public static final int MOST_SLOWEST = 16;

        /** Copies the lists. */
        public TaskSample {
            unacknowledged = List.copyOf(unacknowledged);
            slowest = List.copyOf(slowest);
        }
    }

    /**
     * The phases of one subtask's snapshot.
     *
     * @param subtask index
     * @param acknowledgedAfter trigger to acknowledgement
     * @param startDelay trigger until the barrier reached the task
     * @param alignment waiting for the other barriers
     * @param sync synchronous part
     * @param async asynchronous part (upload)
     * @param stateBytes its full state size
     * @param checkpointedBytes bytes it wrote
     */
    public record SubtaskSample(
            int subtask,
            Duration acknowledgedAfter,
            Duration startDelay,
            Duration alignment,
            Duration sync,
            Duration async,
            long stateBytes,
            long checkpointedBytes) {}
}
