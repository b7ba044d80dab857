/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.failover;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** When the leader is killed: measured from something that can be seen from outside, and before something else can be. */
enum KillMoment {
    /** The ledger says that it is about to be triggered; Flink may have been told, or not. */
    CLAIMED(Sign.TRIGGERED, Optional.of(Sign.SAVEPOINT_BEGUN), Duration.ofMillis(30)),
    /** Flink writes the savepoint. */
    DURING(Sign.SAVEPOINT_BEGUN, Optional.of(Sign.SAVEPOINT_WHOLE), Duration.ofSeconds(4)),
    /** The savepoint is whole, and the ledger does not know it yet. */
    COMPLETED(Sign.SAVEPOINT_WHOLE, Optional.of(Sign.RESULT), Duration.ofMillis(150)),
    /** As {@link #CLAIMED}; but the leader is not killed, it stands still until the other one has taken over. */
    FROZEN(Sign.TRIGGERED, Optional.of(Sign.SAVEPOINT_BEGUN), Duration.ofMillis(20)),
    /** The incident is open, nothing is decided. */
    BEFORE(Sign.INCIDENT_OPENED, Optional.of(Sign.TRIGGERED), Duration.ofSeconds(12)),
    /** The ledger knows the result. */
    AFTER(Sign.RESULT, Optional.empty(), Duration.ofSeconds(6));

    private final Sign from;
    private final Optional<Sign> before;
    private final Duration spread;

    /** What can be seen from outside. */
    enum Sign {
        INCIDENT_OPENED,
        TRIGGERED,
        SAVEPOINT_BEGUN,
        SAVEPOINT_WHOLE,
        RESULT;

        /** Name in JSON and messages. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    KillMoment(Sign from, Optional<Sign> before, Duration spread) {
        this.from = from;
        this.before = before;
        this.spread = spread;
    }

    /** What it is measured from. */
    Sign from() {
        return from;
    }

    /** What ends the wait, however long it was to be. */
    Optional<Sign> before() {
        return before;
    }

    /** Time from the sign to the last of the kills of this kind. */
    Duration spread() {
        return spread;
    }

    /** Name in JSON and messages. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
