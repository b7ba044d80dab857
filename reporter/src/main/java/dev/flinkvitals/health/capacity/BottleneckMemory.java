/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import dev.flinkvitals.signals.VertexId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names a bottleneck only when it was a candidate in three of the last four windows. Not thread-safe. */
public final class BottleneckMemory {
    private static final int WINDOWS = 4;
    private static final int NEEDED = 3;

    private final Deque<List<Bottleneck>> recent = new ArrayDeque<>();
    private final Map<VertexId, Integer> windowsNamed = new LinkedHashMap<>();

    /**
     * Takes the candidates of one window.
     *
     * @param candidates worst first; empty if there were none
     */
    public void windowEnded(List<Bottleneck> candidates) {
        recent.addFirst(List.copyOf(candidates));
        if (recent.size() > WINDOWS) {
            recent.removeLast();
        }
        Map<VertexId, Integer> before = Map.copyOf(windowsNamed);
        windowsNamed.clear();
        for (Bottleneck named : named()) {
            named.place().vertex().ifPresent(v -> windowsNamed.put(v, before.getOrDefault(v, 0) + 1));
        }
    }

    /** For how many windows in a row a vertex has been named. */
    int windowsNamed(VertexId vertex) {
        return windowsNamed.getOrDefault(vertex, 0);
    }

    /**
     * The bottlenecks, in the order in which they looked worst in the newest window.
     *
     * @return one for each vertex, as it looked in the last window in which it was seen at the place where it was seen most
     *     often: of a skewed vertex not another subtask each time
     */
    public List<Bottleneck> named() {
        Map<VertexId, List<Bottleneck>> seen = new LinkedHashMap<>();
        for (List<Bottleneck> window : recent) {
            for (Bottleneck candidate : window) {
                candidate
                        .place()
                        .vertex()
                        .ifPresent(v ->
                                seen.computeIfAbsent(v, x -> new ArrayList<>()).add(candidate));
            }
        }
        return seen.values().stream()
                .filter(sightings -> sightings.size() >= NEEDED)
                .map(BottleneckMemory::steady)
                .toList();
    }

    /** The worst of them. */
    public Optional<Bottleneck> worst() {
        return named().stream().findFirst();
    }

    private static Bottleneck steady(List<Bottleneck> sightings) {
        Bottleneck steady = sightings.get(0);
        long most = 0;
        for (Bottleneck sighting : sightings) {
            long times = sightings.stream()
                    .filter(other -> other.place().equals(sighting.place()))
                    .count();
            if (times > most) {
                most = times;
                steady = sighting;
            }
        }
        return steady;
    }
}
