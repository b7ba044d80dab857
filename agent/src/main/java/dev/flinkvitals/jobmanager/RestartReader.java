/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.signals.Initialization;
import dev.flinkvitals.signals.RestartReading;
import dev.flinkvitals.signals.RestartStrategy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.ArchivedExecutionConfig;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.apache.flink.runtime.scheduler.ExecutionGraphInfo;

/**
 * Keeps what the graphs of a job show of its failures and starts, each start once. Used by the monitor's thread only.
 */
final class RestartReader {
    private static final String HEARTBEAT_TIMEOUT = "heartbeat.timeout";

    /** Flink's default. */
    private static final Duration USUAL_HEARTBEAT_TIMEOUT = Duration.ofSeconds(50);

    private final Map<String, String> flink;
    private final Deque<Initialization> starts = new ArrayDeque<>();
    private RestartReading reading = RestartReading.UNKNOWN;

    /**
     * A reader that has seen no graph yet.
     *
     * @param flink Flink's configuration, flat
     */
    RestartReader(Map<String, String> flink) {
        this.flink = flink;
    }

    /** What the graphs so far showed. */
    RestartReading reading() {
        return reading;
    }

    /** Takes a graph. */
    void read(ExecutionGraphInfo info) {
        AccessExecutionGraph graph = info.getArchivedExecutionGraph();
        RestartReading failures = new RestartReading(
                strategy(graph),
                heartbeatTimeout(),
                FailureReader.read(info.getExceptionHistory()),
                List.copyOf(starts));
        // Kept even if the time stamps of this Flink are other than expected.
        reading = failures;
        StartReader.read(graph, failures.failures(), Optional.ofNullable(starts.peekFirst()))
                .ifPresent(this::keep);
        reading = new RestartReading(
                failures.strategy(), failures.heartbeatTimeout(), failures.failures(), List.copyOf(starts));
    }

    private void keep(Initialization start) {
        Initialization newest = starts.peekFirst();
        if (newest != null && !start.runningAt().isAfter(newest.runningAt())) {
            return;
        }
        starts.addFirst(start);
        if (starts.size() > RestartReading.MOST) {
            starts.removeLast();
        }
    }

    private Optional<RestartStrategy> strategy(AccessExecutionGraph graph) {
        ArchivedExecutionConfig config = graph.getArchivedExecutionConfig();
        CheckpointCoordinatorConfiguration checkpoints = graph.getCheckpointCoordinatorConfiguration();
        return RestartStrategies.of(
                config == null ? null : config.getRestartStrategyDescription(),
                flink,
                checkpoints != null && checkpoints.isCheckpointingEnabled());
    }

    private Optional<Duration> heartbeatTimeout() {
        String text = flink.get(HEARTBEAT_TIMEOUT);
        try {
            return Optional.of(text == null ? USUAL_HEARTBEAT_TIMEOUT : RestartStrategies.duration(text));
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
