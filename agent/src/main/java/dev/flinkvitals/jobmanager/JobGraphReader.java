/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.CheckpointRetentionPolicy;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/** Translates what an execution graph tells of the job: vertices, edges, checkpoint settings. */
final class JobGraphReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JobGraphReader() {}

    /**
     * The topology.
     *
     * @throws IOException if the plan that carries the edges cannot be read
     */
    static Topology topology(AccessExecutionGraph graph) throws IOException {
        Map<String, List<VertexId>> inputs = inputs(graph);
        List<Topology.Vertex> vertices = new ArrayList<>();
        for (AccessExecutionJobVertex vertex : graph.getVerticesTopologically()) {
            String id = vertex.getJobVertexId().toString();
            vertices.add(new Topology.Vertex(
                    new VertexId(id),
                    vertex.getName(),
                    vertex.getParallelism(),
                    vertex.getMaxParallelism(),
                    inputs.getOrDefault(id, List.of())));
        }
        return new Topology(vertices);
    }

    /** The checkpoint settings; empty if checkpointing is off. */
    static Optional<CheckpointSettings> settings(AccessExecutionGraph graph) {
        CheckpointCoordinatorConfiguration c = graph.getCheckpointCoordinatorConfiguration();
        if (c == null || !c.isCheckpointingEnabled()) {
            return Optional.empty();
        }
        return Optional.of(new CheckpointSettings(
                Duration.ofMillis(c.getCheckpointInterval()),
                Duration.ofMillis(c.getCheckpointTimeout()),
                Duration.ofMillis(c.getMinPauseBetweenCheckpoints()),
                c.getTolerableCheckpointFailureNumber(),
                c.isUnalignedCheckpointsEnabled(),
                graph.getStateBackendName(),
                graph.getCheckpointStorageName(),
                c.getMaxConcurrentCheckpoints(),
                c.isExactlyOnce(),
                Optional.of(c.getCheckpointRetentionPolicy() == CheckpointRetentionPolicy.RETAIN_ON_CANCELLATION),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    /**
     * Edges, which only the plan has: a JSON text up to 2.0 ({@code getJsonPlan}), an object that Flink itself writes as that
     * JSON from 2.1 on ({@code getPlan}).
     */
    private static Map<String, List<VertexId>> inputs(AccessExecutionGraph graph) throws IOException {
        Map<String, List<VertexId>> inputs = new HashMap<>();
        for (JsonNode node : plan(graph).path("nodes")) {
            List<VertexId> ids = new ArrayList<>();
            for (JsonNode input : node.path("inputs")) {
                ids.add(new VertexId(input.path("id").asText()));
            }
            inputs.put(node.path("id").asText(), ids);
        }
        return inputs;
    }

    private static JsonNode plan(AccessExecutionGraph graph) throws IOException {
        try {
            Method text = AccessExecutionGraph.class.getMethod("getJsonPlan");
            return JSON.readTree((String) text.invoke(graph));
        } catch (NoSuchMethodException e) {
            return planObject(graph);
        } catch (ReflectiveOperationException e) {
            throw new IOException("cannot read the plan of the job", e);
        }
    }

    private static JsonNode planObject(AccessExecutionGraph graph) throws IOException {
        try {
            Object plan = AccessExecutionGraph.class.getMethod("getPlan").invoke(graph);
            return JSON.valueToTree(plan);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new IOException("cannot read the plan of the job", e);
        }
    }
}
