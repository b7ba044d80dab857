/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.finding;

import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import java.util.List;
import java.util.Optional;

/**
 * What a rule sees wrong in one cycle. The {@link FindingBook} turns observations that stay into findings.
 *
 * @param kind what is wrong
 * @param severity how urgent
 * @param place where; with the kind it identifies the finding
 * @param cause why, as a stable label in snake case, such as {@code external_wait}; {@code unknown} if it cannot be told
 * @param reason why, in words
 * @param evidence numbers that it rests on
 * @param explainedBy kind of the finding of which this one is a symptom, if there is one
 */
public record Observation(
        FindingKind kind,
        Severity severity,
        Place place,
        String cause,
        String reason,
        List<Evidence> evidence,
        Optional<FindingKind> explainedBy) {
    /** Copies the list. */
    public Observation {
        evidence = List.copyOf(evidence);
    }

    /** An observation that no other one explains. */
    public static Observation of(
            FindingKind kind, Severity severity, Place place, String cause, String reason, List<Evidence> evidence) {
        return new Observation(kind, severity, place, cause, reason, evidence, Optional.empty());
    }
}
