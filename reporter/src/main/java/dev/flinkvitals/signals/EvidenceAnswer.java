/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.util.List;
import java.util.Optional;

/**
 * What a TaskManager found of what was asked for.
 *
 * @param entries one for each subtask of which there is evidence by now
 */
public record EvidenceAnswer(List<Entry> entries) {
    /** Nothing was found yet. */
    public static final EvidenceAnswer NOTHING = new EvidenceAnswer(List.of());

    /** Copies the list. */
    public EvidenceAnswer {
        entries = List.copyOf(entries);
    }

    /**
     * The evidence of one subtask.
     *
     * @param attempt which one
     * @param thread what its thread does, if that was sampled
     * @param keyGroups how its time divides over its key groups, if that was sampled
     */
    public record Entry(AttemptId attempt, Optional<ThreadEvidence> thread, Optional<KeyGroupEvidence> keyGroups) {}
}
