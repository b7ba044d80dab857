/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults;

import dev.flinkvitals.examples.cluster.FindingView;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is right to say about a fault, known because we made it.
 *
 * @param kinds kinds of findings that name the fault itself; empty for a healthy control
 * @param causes cause labels that are right
 * @param vertex the culprit's name, of which the vertex's name is made; empty if the fault is not in a vertex
 * @param subtask the culprit's subtask; empty if all subtasks are alike
 * @param symptoms kinds of findings that are true too, as consequences of the fault
 */
public record Truth(
        Set<String> kinds, Set<String> causes, Optional<String> vertex, OptionalInt subtask, Set<String> symptoms) {
    /** Nothing is wrong. */
    public static final Truth HEALTHY = new Truth(Set.of(), Set.of(), Optional.empty(), OptionalInt.empty(), Set.of());

    /**
     * A fault that is in no vertex.
     *
     * @param kinds kinds of findings that name it
     * @param causes cause labels that are right
     */
    public static Truth of(Set<String> kinds, Set<String> causes) {
        return new Truth(kinds, causes, Optional.empty(), OptionalInt.empty(), Set.of());
    }

    /** Copies the sets. */
    public Truth {
        kinds = Set.copyOf(kinds);
        causes = Set.copyOf(causes);
        symptoms = Set.copyOf(symptoms);
    }

    /**
     * The same fault in a vertex.
     *
     * @param culprit what the vertex's name contains
     */
    public Truth at(String culprit) {
        return new Truth(kinds, causes, Optional.of(culprit), OptionalInt.empty(), symptoms);
    }

    /**
     * The same fault in a subtask.
     *
     * @param culprit what the vertex's name contains
     * @param index the subtask
     */
    public Truth at(String culprit, int index) {
        return new Truth(kinds, causes, Optional.of(culprit), OptionalInt.of(index), symptoms);
    }

    /**
     * The same fault with further consequences.
     *
     * @param more kinds of findings that are true besides
     */
    public Truth with(Set<String> more) {
        Set<String> all = new HashSet<>(symptoms);
        all.addAll(more);
        return new Truth(kinds, causes, vertex, subtask, all);
    }

    /** Whether nothing is wrong. */
    boolean isHealthy() {
        return kinds.isEmpty();
    }

    /** Whether a finding names the fault itself, or says that it does. */
    boolean names(FindingView finding) {
        return kinds.contains(finding.kind());
    }

    boolean isCauseRight(FindingView finding) {
        return causes.contains(finding.cause());
    }

    /** Whether a finding's place is right. One that names no subtask is right about the subtask. */
    boolean isPlaceRight(FindingView finding) {
        if (vertex.isEmpty()) {
            return true;
        }
        return finding.vertex().filter(name -> name.contains(vertex.get())).isPresent()
                && (subtask.isEmpty() || finding.subtask().isEmpty() || subtask.equals(finding.subtask()));
    }

    /** Whether a finding says nothing wrong: it names the fault at its place, or a consequence. */
    boolean admits(FindingView finding) {
        return (names(finding) && isPlaceRight(finding))
                || (!isHealthy() && (finding.explained() || symptoms.contains(finding.kind())));
    }
}
