/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that happened to a breaker besides decisions and results: for the ledger, findings and the log.
 *
 * @param at when
 * @param kind what
 * @param mode {@code ACTIVE}, or {@code MONITOR} for what concerns rehearsals
 * @param action which action; of an incident the one that it asks for
 * @param policy whose incident or action; empty if it concerns an action as such
 * @param incident id of the incident; empty if it concerns none
 * @param text in words with numbers
 */
public record BreakerEvent(
        Instant at,
        Kind kind,
        SnapshotConfig.Mode mode,
        Action action,
        Optional<Policy> policy,
        Optional<String> incident,
        String text) {
    /** What can happen. */
    public enum Kind {
        /** A condition began to hold. */
        INCIDENT_OPENED,
        /** It has been over for long enough; the next time is another incident. */
        INCIDENT_OVER,
        /** A policy's incidents come and go; they are held. */
        FLAPPING,
        /** An action failed or did harm: it is not tried for a while. */
        CIRCUIT_OPENED,
        /** The pause is over; the next plain checkpoint decides. */
        CIRCUIT_HALF_OPEN,
        /** The action may be tried again. */
        CIRCUIT_CLOSED,
        /** The watch after an action is over and nothing happened. */
        UNHARMED,
        /** After an action the job restarted, slowed down, or its checkpoints stopped completing. */
        HARMFUL,
        /** The watch after an action is over, and too little was seen. */
        OUTCOME_UNKNOWN,
        /** An action did not improve what it was for: its policy is held for a day. */
        BLACKLISTED;

        /** Name in metrics, JSON and logs. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
