/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.judgement;

import java.util.List;
import java.util.Set;

/**
 * One way in which something may be wrong. A component that can be wrong in several ways is as bad as its worst.
 *
 * @param severity 0 to 1
 * @param reason in words
 * @param place where
 * @param evidence numbers
 */
public record Concern(double severity, String reason, Place place, List<Evidence> evidence) {
    public Concern {
        evidence = List.copyOf(evidence);
    }

    /** The worse of the two; the first if they are equal. */
    public static Concern worse(Concern one, Concern other) {
        return other.severity() > one.severity() ? other : one;
    }

    /** A finding that rests on this concern. */
    public Judgement.Known known(double confidence, Set<String> signals) {
        return new Judgement.Known(severity, reason, place, evidence, confidence, signals);
    }
}
