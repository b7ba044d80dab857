/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.judgement;

import dev.flinkvitals.signals.VertexId;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where something is wrong, as precisely as is known.
 *
 * @param vertex vertex id
 * @param vertexName its name in Flink's UI
 * @param subtask subtask index
 * @param process TaskManager's resource id
 */
public record Place(
        Optional<VertexId> vertex, Optional<String> vertexName, OptionalInt subtask, Optional<String> process) {
    /** The job as a whole. */
    public static final Place JOB =
            new Place(Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty());

    /** A process. */
    public static Place process(String processId) {
        return new Place(Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.of(processId));
    }

    /** A vertex. */
    public static Place vertex(VertexId id, String name) {
        return new Place(Optional.of(id), Optional.of(name), OptionalInt.empty(), Optional.empty());
    }

    /** A subtask. */
    public static Place subtask(VertexId id, String name, int subtask) {
        return new Place(Optional.of(id), Optional.of(name), OptionalInt.of(subtask), Optional.empty());
    }
}
