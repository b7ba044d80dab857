/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.state;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.StateDeclaration;
import dev.flinkvitals.signals.VertexId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the operators declared of their states. Immutable. */
final class StateCatalogue {
    /** Flink's window operator keeps what a window holds under this name, without TTL: it ends with the window. */
    private static final String WINDOW_CONTENTS = "window-contents";
    /** Timers end when they fire. */
    private static final String TIMERS = "_timer_state";

    private final Map<VertexId, Map<String, StateDeclaration>> declared = new HashMap<>();

    StateCatalogue(List<StateDeclaration> states) {
        for (StateDeclaration state : states) {
            declared.computeIfAbsent(state.vertex(), id -> new TreeMap<>()).put(state.name(), state);
        }
    }

    /** Whether Flink itself ends what the state of this name holds. */
    static boolean isWindowed(String name) {
        return name.equals(WINDOW_CONTENTS) || name.startsWith(TIMERS);
    }

    /** Whether a state was declared without TTL; empty if its declaration was not seen. */
    Optional<Boolean> withoutTimeToLive(VertexId vertex, String name) {
        return Optional.ofNullable(of(vertex).get(name)).map(d -> d.timeToLive().isEmpty());
    }

    /** The states of a vertex that nothing ends, by name. */
    List<String> endless(VertexId vertex) {
        return of(vertex).values().stream()
                .filter(d -> d.timeToLive().isEmpty() && !isWindowed(d.name()))
                .map(StateDeclaration::name)
                .toList();
    }

    /** Whether everything that the vertex is known to keep ends by itself: with a TTL, a window or a timer. */
    boolean allEnd(VertexId vertex) {
        return !of(vertex).isEmpty() && endless(vertex).isEmpty();
    }

    /** Whether a window operator's state is among the vertex's. */
    boolean hasWindows(VertexId vertex) {
        return of(vertex).containsKey(WINDOW_CONTENTS);
    }

    /** The longest TTL among the vertex's states in seconds; 0 without one. */
    double longestSeconds(VertexId vertex) {
        return of(vertex).values().stream()
                .flatMap(d -> d.timeToLive().stream())
                .mapToDouble(Times::seconds)
                .max()
                .orElse(0);
    }

    private Map<String, StateDeclaration> of(VertexId vertex) {
        return declared.getOrDefault(vertex, Map.of());
    }
}
