/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.signals.Initialization;
import dev.flinkvitals.signals.JobFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.RestoredCheckpointStats;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecution;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;

/**
 * Measures the newest start of a job by the time stamps that Flink keeps of the job and of each execution, all of them on
 * the JobManager's clock. The default scheduler stamps RESTARTING on the graph that it keeps; the adaptive one builds a new
 * graph for each start, of which only the failure tells why.
 */
final class StartReader {
    /** The restore is stamped while the graph turns to running. */
    private static final long RESTORE_SLACK_MILLIS = 1_000;

    private StartReader() {}

    /**
     * The newest start.
     *
     * @param graph the job's graph
     * @param failures newest first
     * @param previous the start before this one, if it was seen
     * @return the start; empty while not all tasks run
     */
    static Optional<Initialization> read(
            AccessExecutionGraph graph, List<JobFailure> failures, Optional<Initialization> previous) {
        long restarting = graph.getStatusTimestamp(JobStatus.RESTARTING);
        long scheduled = Long.MAX_VALUE;
        long initializing = 0;
        long running = 0;
        if (graph.getState() != JobStatus.RUNNING) {
            return Optional.empty();
        }
        for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
            AccessExecution execution = vertex.getCurrentExecutionAttempt();
            ExecutionState state = execution.getState();
            if (state != ExecutionState.RUNNING && state != ExecutionState.FINISHED) {
                return Optional.empty();
            }
            long began = execution.getStateTimestamp(ExecutionState.SCHEDULED);
            // A failover of one region leaves the other tasks as they were.
            if (began > 0 && began >= restarting) {
                scheduled = Math.min(scheduled, began);
                initializing = Math.max(initializing, execution.getStateTimestamp(ExecutionState.INITIALIZING));
                running = Math.max(running, execution.getStateTimestamp(ExecutionState.RUNNING));
            }
        }
        if (running <= 0 || initializing < scheduled || running < initializing) {
            return Optional.empty();
        }
        OptionalLong failed = failed(restarting, scheduled, failures, previous);
        long down = failed.orElse(submitted(graph, scheduled));
        return Optional.of(new Initialization(
                Instant.ofEpochMilli(down),
                Instant.ofEpochMilli(running),
                failed.isPresent() ? Duration.ofMillis(scheduled - down) : Duration.ZERO,
                Duration.ofMillis(initializing - scheduled),
                Duration.ofMillis(running - initializing),
                restored(graph, down, running)));
    }

    /** When the failure happened that this start recovers from; empty for a first start. */
    private static OptionalLong failed(
            long restarting, long scheduled, List<JobFailure> failures, Optional<Initialization> previous) {
        if (restarting > 0 && restarting <= scheduled) {
            return OptionalLong.of(restarting);
        }
        Instant after = previous.map(Initialization::runningAt).orElse(Instant.EPOCH);
        return failures.stream()
                .map(JobFailure::at)
                .filter(at -> at.isAfter(after) && at.toEpochMilli() <= scheduled)
                .mapToLong(Instant::toEpochMilli)
                .findFirst();
    }

    private static long submitted(AccessExecutionGraph graph, long scheduled) {
        long created = graph.getStatusTimestamp(JobStatus.CREATED);
        return created > 0 && created <= scheduled ? created : scheduled;
    }

    private static OptionalLong restored(AccessExecutionGraph graph, long down, long running) {
        CheckpointStatsSnapshot checkpoints = graph.getCheckpointStatsSnapshot();
        RestoredCheckpointStats restored = checkpoints == null ? null : checkpoints.getLatestRestoredCheckpoint();
        if (restored == null) {
            return OptionalLong.empty();
        }
        long at = restored.getRestoreTimestamp();
        boolean ofThisStart = at >= down - RESTORE_SLACK_MILLIS && at <= running;
        return ofThisStart ? OptionalLong.of(Math.max(0, restored.getStateSize())) : OptionalLong.empty();
    }
}
