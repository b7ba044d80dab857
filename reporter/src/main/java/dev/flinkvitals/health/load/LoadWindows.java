/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.load;

import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The windows of all subtasks of a job. The loads are summed up again only when a window ended; in between a cycle costs one
 * look-up for each subtask. Not thread-safe.
 */
public final class LoadWindows {
    private final Duration window;
    private final Map<VertexId, VertexWindows> vertices = new HashMap<>();
    private Topology topology = Topology.UNKNOWN;
    private JobLoad load = JobLoad.UNKNOWN;

    /**
     * Knows nothing yet.
     *
     * @param window length of the windows
     */
    public LoadWindows(Duration window) {
        this.window = window;
    }

    /**
     * Takes the subtasks of one cycle, in any order. A subtask that is not heard for two windows is forgotten, and so are at
     * once those of a vertex whose parallelism changed: their share of the keys is another.
     *
     * @param reading the job
     * @return the load over the last complete windows
     */
    public JobLoad update(JobReading reading) {
        Duration elapsed = reading.tick().elapsed();
        boolean changed = !reading.topology().equals(topology);
        if (changed) {
            adopt(reading.topology());
        }
        for (SubtaskReading subtask : reading.subtasks()) {
            VertexWindows own = vertices.get(subtask.id().vertex());
            if (own != null) {
                own.hear(subtask);
            }
        }
        for (VertexWindows own : vertices.values()) {
            changed |= own.advance(elapsed);
        }
        if (changed) {
            load = sum(elapsed);
        }
        return load;
    }

    private void adopt(Topology next) {
        Map<VertexId, VertexWindows> kept = new HashMap<>(vertices);
        vertices.clear();
        for (Topology.Vertex vertex : next.vertices()) {
            VertexWindows before = kept.get(vertex.id());
            vertices.put(
                    vertex.id(),
                    before != null && before.parallelism() == vertex.parallelism()
                            ? before
                            : new VertexWindows(window, vertex.parallelism()));
        }
        topology = next;
    }

    private JobLoad sum(Duration elapsed) {
        JobLoad.Builder sum = new JobLoad.Builder();
        for (Topology.Vertex vertex : topology.vertices()) {
            VertexWindows own = vertices.get(vertex.id());
            if (own != null) {
                sum.add(vertex, own.rates(elapsed));
            }
        }
        return sum.build();
    }
}
