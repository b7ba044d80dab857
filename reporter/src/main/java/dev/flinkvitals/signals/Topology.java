/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.util.List;
import java.util.Optional;

/**
 * The job graph, sources first.
 *
 * @param vertices vertices in topological order
 */
public record Topology(List<Vertex> vertices) {
    /** A topology that is not known yet. */
    public static final Topology UNKNOWN = new Topology(List.of());

    /** Copies the list. */
    public Topology {
        vertices = List.copyOf(vertices);
    }

    /**
     * One vertex.
     *
     * @param id its id
     * @param name the name that Flink's UI shows
     * @param parallelism subtasks, 1 or more
     * @param maxParallelism key groups
     * @param inputs ids of the vertices it reads from; empty for a source
     */
    public record Vertex(VertexId id, String name, int parallelism, int maxParallelism, List<VertexId> inputs) {
        /** Copies the list. */
        public Vertex {
            inputs = List.copyOf(inputs);
        }

        /** Whether the vertex has no input. */
        public boolean isSource() {
            return inputs.isEmpty();
        }
    }

    /**
     * The vertex with the given id.
     *
     * @param id vertex id
     * @return the vertex, or empty if the graph has none such
     */
    public Optional<Vertex> vertex(VertexId id) {
        return vertices.stream().filter(v -> v.id().equals(id)).findFirst();
    }

    /**
     * The vertices that read from the given one.
     *
     * @param id vertex id
     * @return consumers, in topological order
     */
    public List<Vertex> consumersOf(VertexId id) {
        return vertices.stream().filter(v -> v.inputs().contains(id)).toList();
    }
}
