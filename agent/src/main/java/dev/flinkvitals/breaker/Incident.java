/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.signals.Tick;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Follows one kind of condition. While it lasts it is one incident with one id; when it ended and comes back, it is another
 * one. An incident that got its action asks for no further one. Not thread safe.
 */
final class Incident {
    private final String kind;
    private final int calmToEnd;
    private Optional<String> id = Optional.empty();
    private boolean settled;
    private int calm;

    /**
     * No incident yet.
     *
     * @param kind what the id starts with
     * @param calmToEnd consecutive assessments without the condition that end the incident
     */
    Incident(String kind, int calmToEnd) {
        this.kind = kind;
        this.calmToEnd = calmToEnd;
    }

    /**
     * The condition holds.
     *
     * @return id of the incident, empty if it got its action already
     */
    Optional<String> present(Tick tick) {
        calm = 0;
        if (id.isEmpty()) {
            // The time makes ids of different lives of the JobManager differ.
            id = Optional.of(kind + "@" + tick.at().truncatedTo(ChronoUnit.SECONDS));
            settled = false;
        }
        return settled ? Optional.empty() : id;
    }

    /** The condition is known not to hold. */
    void absent() {
        calm++;
        if (calm >= calmToEnd) {
            id = Optional.empty();
        }
    }

    /** The incident with the given id got its action; any other id is ignored: that incident is over. */
    void settle(String settledId) {
        settled |= id.filter(settledId::equals).isPresent();
    }
}
