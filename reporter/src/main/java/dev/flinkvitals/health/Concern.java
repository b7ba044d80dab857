/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health;

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
record Concern(double severity, String reason, Place place, List<Evidence> evidence) {
    Concern {
        evidence = List.copyOf(evidence);
    }

    /** The worse of the two; the first if they are equal. */
    static Concern worse(Concern one, Concern other) {
        return other.severity() > one.severity() ? other : one;
    }

    /** A finding that rests on this concern. */
    Finding.Known known(double confidence, Set<String> signals) {
        return new Finding.Known(severity, reason, place, evidence, confidence, signals);
    }
}
