/* SPDX-License-Identifier: Apache-2.0 */
package org.apache.flink.runtime.checkpoint;

import java.io.IOException;
import java.util.Map;
import org.apache.flink.runtime.jobgraph.JobVertexID;

/** Flink's own statistics of checkpoints of one vertex with two subtasks; in Flink's package, which alone can make them. */
public final class CheckpointStatsFixture {
    /** The vertex. */
    public static final JobVertexID VERTEX = new JobVertexID(1, 2);

    private final CheckpointStatsHistory history = new CheckpointStatsHistory(10);

    /** A checkpoint that is under way. */
    public PendingCheckpointStats pending(long id, long triggeredMillis, CheckpointProperties properties) {
        PendingCheckpointStats pending = new PendingCheckpointStats(id, triggeredMillis, properties, Map.of(VERTEX, 2));
        history.addInProgressCheckpoint(pending);
        return pending;
    }

    /** A subtask acknowledges, with durations in milliseconds. */
    public void acknowledge(PendingCheckpointStats pending, SubtaskStateStats subtask) {
        pending.reportSubtaskStats(VERTEX, subtask);
    }

    /** What a subtask acknowledges with: 70 bytes written of 100, and phases of 3, 4, 1 and 2 ms. */
    public static SubtaskStateStats subtask(int index, long acknowledgedMillis) {
        return new SubtaskStateStats(index, acknowledgedMillis, 70, 100, 3, 4, 11, 13, 1, 2, false, true);
    }

    /** What a subtask acknowledges with whose clock is behind the JobManager's and that knows no phases. */
    public static SubtaskStateStats subtaskWithoutPhases(int index, long acknowledgedMillis) {
        return new SubtaskStateStats(index, acknowledgedMillis, 0, 0, -1, -1, -1, -1, -1, -1, false, true);
    }

    /** It completes. */
    public void complete(PendingCheckpointStats pending, String path) {
        history.replacePendingCheckpointById(pending.toCompletedCheckpointStats(path));
    }

    /** It fails. */
    public void fail(PendingCheckpointStats pending, long failedMillis, String message) {
        history.replacePendingCheckpointById(pending.toFailedCheckpoint(failedMillis, new IOException(message)));
    }

    /** The history as a gateway gives it. */
    public CheckpointStatsHistory history() {
        return history.createSnapshot();
    }
}
