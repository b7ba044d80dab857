/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.inspect;

import java.util.List;
import java.util.Optional;

/**
 * An operator in a snapshot.
 *
 * @param id Flink's operator id, hexadecimal
 * @param name its name; empty if the metadata tells none (Flink before 2.0)
 * @param uid whether it has a uid
 * @param uidText the uid, where it is known
 * @param parallelism subtasks
 * @param maxParallelism key groups: most subtasks that it can be restored with
 * @param sizes bytes
 * @param states its states, by name; those that could be read
 * @param unread why some of its states could not be read, without repetitions; empty if all were
 */
public record OperatorInspection(
        String id,
        Optional<String> name,
        Uid uid,
        Optional<String> uidText,
        int parallelism,
        int maxParallelism,
        StateSizes sizes,
        List<StateInspection> states,
        List<String> unread) {
    /** Copies the lists. */
    public OperatorInspection {
        states = List.copyOf(states);
        unread = List.copyOf(unread);
    }

    /** What to call it. */
    public String label() {
        return name.or(() -> uidText).orElse(id);
    }

    boolean hasState() {
        return sizes.total() > 0 || !states.isEmpty();
    }
}
