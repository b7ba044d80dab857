/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How long an aligned barrier would need from the sources to the last vertex now, by what waits in front of it: on the slowest
 * path, the sum over its vertices of the time in which the slowest subtask consumes its input buffers. Flink estimates that
 * only for input buffers and only with buffer debloating on; as much may wait in the output buffers before them.
 */
final class BufferPath {
    /** Input buffers, and the output buffers in front of them. */
    private static final int BOTH_SIDES = 2;

    private BufferPath() {}

    /** Empty unless each subtask behind the sources tells, and debloating is seen to be on: it shows 0 for all if not. */
    static Optional<Duration> time(JobReading reading) {
        Map<VertexId, Long> slowest = new HashMap<>();
        Map<VertexId, Set<Integer>> told = new HashMap<>();
        for (SubtaskReading subtask : reading.subtasks()) {
            OptionalLong millis = subtask.inputBufferMillis();
            if (millis.isPresent()) {
                slowest.merge(subtask.id().vertex(), millis.getAsLong(), Math::max);
                told.computeIfAbsent(subtask.id().vertex(), v -> new HashSet<>())
                        .add(subtask.id().index());
            }
        }
        boolean complete = reading.topology().vertices().stream()
                .filter(vertex -> !vertex.isSource())
                .allMatch(vertex -> told.getOrDefault(vertex.id(), Set.of()).size() >= vertex.parallelism());
        boolean estimated = slowest.values().stream().anyMatch(millis -> millis > 0);
        return complete && estimated
                ? Optional.of(Duration.ofMillis(longest(reading.topology(), slowest) * BOTH_SIDES))
                : Optional.empty();
    }

    private static long longest(Topology topology, Map<VertexId, Long> slowest) {
        Map<VertexId, Long> until = new HashMap<>();
        long longest = 0;
        for (Topology.Vertex vertex : topology.vertices()) {
            long before = vertex.inputs().stream()
                    .mapToLong(input -> until.getOrDefault(input, 0L))
                    .max()
                    .orElse(0);
            long through = before + slowest.getOrDefault(vertex.id(), 0L);
            until.put(vertex.id(), through);
            longest = Math.max(longest, through);
        }
        return longest;
    }
}
