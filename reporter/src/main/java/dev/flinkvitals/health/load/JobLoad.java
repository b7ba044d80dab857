/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.load;

import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The load of a job over the last complete windows of its subtasks. Immutable.
 */
public final class JobLoad {
    /** No subtask has a complete window. */
    public static final JobLoad UNKNOWN = new Builder().build();

    private final List<VertexLoad> vertices;
    private final Map<VertexId, VertexLoad> byId;
    private final Map<VertexId, List<SubtaskRates>> subtasks;

    private JobLoad(Builder builder) {
        vertices = List.copyOf(builder.vertices);
        byId = builder.byId;
        subtasks = builder.subtasks;
    }

    /** The load of each vertex of which a subtask has a complete window, in topological order. */
    public List<VertexLoad> vertices() {
        return vertices;
    }

    /** The load of one vertex. */
    public Optional<VertexLoad> vertex(VertexId vertex) {
        return Optional.ofNullable(byId.get(vertex));
    }

    /** The rates of a vertex's subtasks that have a complete window, by index. */
    public List<SubtaskRates> subtasks(VertexId vertex) {
        return subtasks.getOrDefault(vertex, List.of());
    }

    /** The rates of one subtask. */
    public Optional<SubtaskRates> subtask(VertexId vertex, int index) {
        List<SubtaskRates> own = subtasks(vertex);
        if (index < own.size() && own.get(index).id().index() == index) {
            return Optional.of(own.get(index));
        }
        return own.stream().filter(s -> s.id().index() == index).findFirst();
    }

    /** Collects the vertices, sources first. Used by one thread. */
    public static final class Builder {
        private final List<VertexLoad> vertices = new ArrayList<>();
        private final Map<VertexId, VertexLoad> byId = new HashMap<>();
        private final Map<VertexId, List<SubtaskRates>> subtasks = new HashMap<>();

        /**
         * Adds a vertex, unless nothing is known of its subtasks.
         *
         * @param vertex the vertex
         * @param rates rates of its subtasks, by index
         * @return this builder
         */
        public Builder add(Topology.Vertex vertex, List<SubtaskRates> rates) {
            VertexLoads.of(vertex, rates).ifPresent(load -> {
                add(load);
                subtasks.put(vertex.id(), List.copyOf(rates));
            });
            return this;
        }

        /**
         * Adds a vertex of which no single subtask is known.
         *
         * @param load its load
         * @return this builder
         */
        public Builder add(VertexLoad load) {
            vertices.add(load);
            byId.put(load.vertex(), load);
            return this;
        }

        /** The load; the builder is not to be used any more. */
        public JobLoad build() {
            return new JobLoad(this);
        }
    }
}
