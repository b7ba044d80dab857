/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.breaker.fleet.FleetVerdict;
import java.util.List;
import java.util.Optional;

/**
 * What holds an action from outside of the job, gathered right before the decision. Empty means not known, and that is a no.
 *
 * @param clusterBusy whether another job of the cluster has an action in flight
 * @param stopped whether the stop file is there
 * @param ledger how the ledger stands
 * @param fleet whether so many jobs are ill that the cause is a common one
 */
public record Surroundings(
        Optional<Boolean> clusterBusy, Optional<Boolean> stopped, Ledger ledger, Optional<FleetVerdict> fleet) {
    /** Nothing is known, so nothing may be done. */
    public static final Surroundings UNKNOWN =
            new Surroundings(Optional.empty(), Optional.empty(), Ledger.UNKNOWN, Optional.empty());

    /** Nothing stands in the way: for a replay, which has only readings. */
    public static final Surroundings ASSUMED_FREE = new Surroundings(
            Optional.of(false), Optional.of(false), Ledger.READY, Optional.of(FleetVerdict.ASSUMED_FREE));

    /** Whether nothing is in flight, neither for this job nor for another one. */
    Check singleFlight(Check own) {
        if (own.verdict() != Check.Verdict.PASS) {
            return own;
        }
        return clusterBusy
                .map(busy -> busy ? Check.of(Rule.SINGLE_FLIGHT, false, "an action of another job is in flight") : own)
                .orElseGet(() -> Check.unknown(
                        Rule.SINGLE_FLIGHT, "whether an action of another job is in flight is not known"));
    }

    /**
     * The verdicts of the fleet guard, the stop file and the ledger, in the order of the rules.
     *
     * @param rehearsal whether nothing will be triggered, so that nothing has to be written
     */
    List<Check> checks(boolean rehearsal) {
        return List.of(fleetCheck(), stopCheck(), ledgerCheck(rehearsal));
    }

    private Check fleetCheck() {
        return fleet.map(verdict -> Check.of(Rule.FLEET, !verdict.held(), verdict.evidence()))
                .orElseGet(() -> Check.unknown(Rule.FLEET, "how many jobs are ill is not known"));
    }

    private Check stopCheck() {
        return stopped.map(present -> Check.of(
                        Rule.STOP_FILE, !present, present ? "the stop file is there" : "there is no stop file"))
                .orElseGet(() -> Check.unknown(Rule.STOP_FILE, "whether there is a stop file is not known"));
    }

    private Check ledgerCheck(boolean rehearsal) {
        return switch (ledger) {
            case READY -> Check.of(Rule.LEDGER, true, "the ledger can be written, and nobody leads since");
            case NOT_NEEDED -> Check.of(Rule.LEDGER, rehearsal, "nothing is written, as if no policy were active");
            case UNWRITABLE -> Check.of(Rule.LEDGER, false, "the ledger cannot be written");
            case SUPERSEDED -> Check.of(Rule.LEDGER, false, "a later leader has written to the ledger");
            case UNKNOWN -> Check.unknown(Rule.LEDGER, "the ledger was not reached");
        };
    }

    /** How the ledger stands. */
    public enum Ledger {
        /** The last entry was written, and no later leader wrote any. */
        READY,
        /** No policy is active: nothing is written. */
        NOT_NEEDED,
        /** It cannot be written. */
        UNWRITABLE,
        /** A later leader has written to it. */
        SUPERSEDED,
        /** It was not reached. */
        UNKNOWN
    }
}
