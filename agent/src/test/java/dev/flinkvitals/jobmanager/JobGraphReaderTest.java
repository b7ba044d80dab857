/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.CheckpointRetentionPolicy;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.junit.jupiter.api.Test;

class JobGraphReaderTest {
    private static final JobVertexID SOURCE = new JobVertexID(0, 1);
    private static final JobVertexID SINK = new JobVertexID(0, 2);

    private final AccessExecutionGraph graph = mock(AccessExecutionGraph.class);

    @Test
    void readsVerticesAndTheEdgesThatOnlyThePlanHas() throws IOException {
        AccessExecutionJobVertex source = vertex(SOURCE, "Source: kafka", 2);
        AccessExecutionJobVertex sink = vertex(SINK, "Sink: jdbc", 4);
        doReturn(List.of(source, sink)).when(graph).getVerticesTopologically();
        when(graph.getJsonPlan()).thenReturn("""
                {"jid": "1", "name": "orders", "nodes": [
                  {"id": "%2$s", "parallelism": 4, "inputs": [{"num": 0, "id": "%1$s", "ship_strategy": "HASH"}]},
                  {"id": "%1$s", "parallelism": 2}
                ]}
                """.formatted(SOURCE, SINK));

        VertexId sourceId = new VertexId(SOURCE.toString());
        assertThat(JobGraphReader.topology(graph))
                .isEqualTo(new Topology(List.of(
                        new Topology.Vertex(sourceId, "Source: kafka", 2, 128, List.of()),
                        new Topology.Vertex(new VertexId(SINK.toString()), "Sink: jdbc", 4, 128, List.of(sourceId)))));
    }

    @Test
    void planThatCannotBeReadIsAnError() {
        when(graph.getJsonPlan()).thenReturn("no plan");

        assertThatThrownBy(() -> JobGraphReader.topology(graph)).isInstanceOf(IOException.class);
    }

    @Test
    void readsHowTheJobCheckpoints() {
        when(graph.getStateBackendName()).thenReturn(Optional.of("EmbeddedRocksDBStateBackend"));
        when(graph.getCheckpointStorageName()).thenReturn(Optional.empty());
        when(graph.getCheckpointCoordinatorConfiguration())
                .thenReturn(CheckpointCoordinatorConfiguration.builder()
                        .setCheckpointInterval(60_000)
                        .setCheckpointTimeout(600_000)
                        .setMinPauseBetweenCheckpoints(5_000)
                        .setTolerableCheckpointFailureNumber(3)
                        .setUnalignedCheckpointsEnabled(true)
                        .setExactlyOnce(true)
                        .setCheckpointRetentionPolicy(CheckpointRetentionPolicy.RETAIN_ON_CANCELLATION)
                        .build());

        assertThat(JobGraphReader.settings(graph))
                .hasValue(new CheckpointSettings(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(5),
                        3,
                        true,
                        Optional.of("EmbeddedRocksDBStateBackend"),
                        Optional.empty(),
                        1,
                        true,
                        Optional.of(true),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void readsModeConcurrencyAndRetention() {
        when(graph.getCheckpointCoordinatorConfiguration())
                .thenReturn(CheckpointCoordinatorConfiguration.builder()
                        .setCheckpointInterval(60_000)
                        .setExactlyOnce(false)
                        .setMaxConcurrentCheckpoints(2)
                        .setCheckpointRetentionPolicy(CheckpointRetentionPolicy.NEVER_RETAIN_AFTER_TERMINATION)
                        .build());

        assertThat(JobGraphReader.settings(graph)).hasValueSatisfying(settings -> {
            assertThat(settings.maxConcurrent()).isEqualTo(2);
            assertThat(settings.exactlyOnce()).isFalse();
            assertThat(settings.retained()).contains(false);
        });
    }

    @Test
    void jobWithoutCheckpointsHasNoSettings() {
        assertThat(JobGraphReader.settings(graph)).as("no coordinator").isEmpty();

        when(graph.getCheckpointCoordinatorConfiguration())
                .thenReturn(CheckpointCoordinatorConfiguration.builder()
                        .setCheckpointInterval(Long.MAX_VALUE)
                        .build());
        assertThat(JobGraphReader.settings(graph)).as("switched off").isEmpty();
    }

    private static AccessExecutionJobVertex vertex(JobVertexID id, String name, int parallelism) {
        AccessExecutionJobVertex vertex = mock(AccessExecutionJobVertex.class);
        when(vertex.getJobVertexId()).thenReturn(id);
        when(vertex.getName()).thenReturn(name);
        when(vertex.getParallelism()).thenReturn(parallelism);
        when(vertex.getMaxParallelism()).thenReturn(128);
        return vertex;
    }
}
