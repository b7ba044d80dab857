/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.flinkvitals.signals.Initialization;
import dev.flinkvitals.signals.JobFailure;
import dev.flinkvitals.signals.RestartReading;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.RestoredCheckpointStats;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecution;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ArchivedExecutionGraph;
import org.apache.flink.runtime.scheduler.ExecutionGraphInfo;
import org.apache.flink.runtime.scheduler.exceptionhistory.RootExceptionHistoryEntry;
import org.apache.flink.runtime.taskmanager.TaskManagerLocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Time stamps are milliseconds. */
class RestartReaderTest {
    private static final long RESTORED_BYTES = 7_000;

    private final ArchivedExecutionGraph graph = mock(ArchivedExecutionGraph.class);
    private final List<RootExceptionHistoryEntry> history = new ArrayList<>();
    private final RestartReader reader = new RestartReader(Map.of("heartbeat.timeout", "5 s"));

    @Test
    void readsAFirstStart() {
        started(0, 1_000, task(1_100, 1_300, 1_500), task(1_100, 1_350, 1_900));

        RestartReading reading = read();

        assertThat(reading.heartbeatTimeout()).hasValue(Duration.ofSeconds(5));
        assertThat(reading.failures()).isEmpty();
        assertThat(reading.initializations())
                .containsExactly(new Initialization(
                        Instant.ofEpochMilli(1_000),
                        Instant.ofEpochMilli(1_900),
                        Duration.ZERO,
                        Duration.ofMillis(250),
                        Duration.ofMillis(550),
                        OptionalLong.empty()));
    }

    @Test
    void readsARestartOnceAndAfterTheFirst() {
        started(0, 1_000, task(1_100, 1_300, 1_500));
        read();
        started(9_000, 1_000, task(10_050, 10_250, 12_000));
        restored(10_060);
        read();

        RestartReading reading = read();

        assertThat(reading.initializations()).hasSize(2);
        // failed at 9.0 s, scheduled at 10.05 s, restored until 12.0 s
        assertThat(reading.initializations().get(0))
                .isEqualTo(new Initialization(
                        Instant.ofEpochMilli(9_000),
                        Instant.ofEpochMilli(12_000),
                        Duration.ofMillis(1_050),
                        Duration.ofMillis(200),
                        Duration.ofMillis(1_750),
                        OptionalLong.of(RESTORED_BYTES)));
    }

    @Test
    void aFailoverOfOneRegionLeavesTheOtherTasksOut() {
        started(9_000, 1_000, task(1_100, 1_300, 1_500), task(10_050, 10_250, 12_000));

        assertThat(read().initializations()).singleElement().satisfies(start -> {
            assertThat(start.backoff()).isEqualTo(Duration.ofMillis(1_050));
            assertThat(start.deploying()).isEqualTo(Duration.ofMillis(200));
        });
    }

    @Test
    void aGraphThatIsBuiltAnewIsExplainedByItsFailure() {
        failed(9_000, new IllegalStateException("poison"), "enrich (1/2)");
        started(0, 10_000, task(10_050, 10_250, 12_000));

        assertThat(read().initializations()).singleElement().satisfies(start -> {
            assertThat(start.downAt()).isEqualTo(Instant.ofEpochMilli(9_000));
            assertThat(start.backoff()).isEqualTo(Duration.ofMillis(1_050));
        });
    }

    @Test
    void aStartThatIsNotOverIsNone() {
        started(0, 1_000, task(1_100, 1_300, 1_500), task(1_100, 1_300, 0));

        assertThat(read().initializations()).isEmpty();
    }

    @Test
    void aRestoreLongAgoIsNotOfThisStart() {
        started(9_000, 1_000, task(10_050, 10_250, 12_000));
        restored(1_200);

        assertThat(read().initializations().get(0).restoredBytes()).isEmpty();
    }

    @Test
    void readsFailuresNewestFirstWithTheirRootCause() throws Exception {
        failed(9_000, new IllegalStateException("poison\nwith its stack"), "enrich (1/2)");
        failed(19_000, new RuntimeException("wrapped", new java.io.IOException("x".repeat(400))), null);
        started(0, 1_000);

        assertThat(read().failures())
                .containsExactly(
                        new JobFailure(
                                Instant.ofEpochMilli(19_000),
                                "java.io.IOException",
                                "x".repeat(300),
                                Optional.empty(),
                                Optional.empty()),
                        new JobFailure(
                                Instant.ofEpochMilli(9_000),
                                "java.lang.IllegalStateException",
                                "poison",
                                Optional.of("enrich (1/2)"),
                                Optional.of("tm-1")));
    }

    @Test
    void keepsTheNewestOnly() {
        for (long i = 1; i <= 20; i++) {
            failed(1_000 * i, new IllegalStateException("poison"), "enrich (1/2)");
            started(1_000 * i, 1, task(1_000 * i + 10, 1_000 * i + 20, 1_000 * i + 30));
            read();
        }

        assertThat(reader.reading().failures()).hasSize(RestartReading.MOST);
        assertThat(reader.reading().initializations()).hasSize(RestartReading.MOST);
        assertThat(reader.reading().initializations().get(0).downAt()).isEqualTo(Instant.ofEpochMilli(20_000));
    }

    private RestartReading read() {
        reader.read(new ExecutionGraphInfo(graph, history));
        return reader.reading();
    }

    private void started(long restartingMillis, long createdMillis, AccessExecutionVertex... tasks) {
        when(graph.getState()).thenReturn(JobStatus.RUNNING);
        when(graph.getStatusTimestamp(JobStatus.RESTARTING)).thenReturn(restartingMillis);
        when(graph.getStatusTimestamp(JobStatus.CREATED)).thenReturn(createdMillis);
        doReturn(List.of(tasks)).when(graph).getAllExecutionVertices();
    }

    private void restored(long millis) {
        RestoredCheckpointStats restored = mock(RestoredCheckpointStats.class);
        when(restored.getRestoreTimestamp()).thenReturn(millis);
        when(restored.getStateSize()).thenReturn(RESTORED_BYTES);
        CheckpointStatsSnapshot checkpoints = mock(CheckpointStatsSnapshot.class);
        when(checkpoints.getLatestRestoredCheckpoint()).thenReturn(restored);
        when(graph.getCheckpointStatsSnapshot()).thenReturn(checkpoints);
    }

    /** A task that runs, or one that still initialises if it has not begun to run. */
    private static AccessExecutionVertex task(long scheduled, long initializing, long running) {
        AccessExecution execution = mock(AccessExecution.class);
        when(execution.getState()).thenReturn(running > 0 ? ExecutionState.RUNNING : ExecutionState.INITIALIZING);
        when(execution.getStateTimestamp(ExecutionState.SCHEDULED)).thenReturn(scheduled);
        when(execution.getStateTimestamp(ExecutionState.INITIALIZING)).thenReturn(initializing);
        when(execution.getStateTimestamp(ExecutionState.RUNNING)).thenReturn(running);
        AccessExecutionVertex vertex = mock(AccessExecutionVertex.class);
        when(vertex.getCurrentExecutionAttempt()).thenReturn(execution);
        return vertex;
    }

    private void failed(long millis, Throwable cause, @Nullable String task) {
        TaskManagerLocation location =
                new TaskManagerLocation(new ResourceID("tm-1"), InetAddress.getLoopbackAddress(), 1);
        history.add(new RootExceptionHistoryEntry(
                cause,
                millis,
                CompletableFuture.completedFuture(Map.of()),
                task,
                task == null ? null : location,
                List.of()));
    }
}
