/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import dev.flinkvitals.signals.VertexId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names a bottleneck only when it was the candidate in three of the last four windows. Not thread-safe. */
public final class BottleneckMemory {
    private static final int WINDOWS = 4;
    private static final int NEEDED = 3;

    private final Deque<Optional<Bottleneck>> recent = new ArrayDeque<>();

    /**
     * Takes the candidate of one window.
     *
     * @param candidate the candidate, or empty if there was none
     */
    public void windowEnded(Optional<Bottleneck> candidate) {
        recent.addFirst(candidate);
        if (recent.size() > WINDOWS) {
            recent.removeLast();
        }
    }

    /** The bottleneck, as it looked in the last window in which it was seen. */
    public Optional<Bottleneck> named() {
        return recent.stream()
                .flatMap(Optional::stream)
                .filter(newest -> timesSeen(vertex(newest)) >= NEEDED)
                .findFirst();
    }

    private long timesSeen(@Nullable VertexId vertex) {
        return recent.stream()
                .flatMap(Optional::stream)
                .filter(b -> Objects.equals(vertex(b), vertex))
                .count();
    }

    private static @Nullable VertexId vertex(Bottleneck bottleneck) {
        return bottleneck.place().vertex().orElse(null);
    }
}
