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
 * @param ledgerWritable whether the ledger took the last entry
 * @param newestEpoch whether no later leader has written to the ledger
 * @param fleet whether so many jobs are ill that the cause is a common one
 */
public record Surroundings(
        Optional<Boolean> clusterBusy,
        Optional<Boolean> stopped,
        Optional<Boolean> ledgerWritable,
        Optional<Boolean> newestEpoch,
        Optional<FleetVerdict> fleet) {
    /** Nothing is known, so nothing may be done. */
    public static final Surroundings UNKNOWN =
            new Surroundings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Nothing stands in the way: for a replay, which has only readings. */
    public static final Surroundings ASSUMED_FREE = new Surroundings(
            Optional.of(false),
            Optional.of(false),
            Optional.of(true),
            Optional.of(true),
            Optional.of(FleetVerdict.ASSUMED_FREE));

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

    /** The verdicts of the fleet guard, the stop file and the ledger, in the order of the rules. */
    List<Check> checks() {
        return List.of(fleetCheck(), stopCheck(), ledgerCheck());
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

    private Check ledgerCheck() {
        if (newestEpoch.isPresent() && !newestEpoch.get()) {
            return Check.of(Rule.LEDGER, false, "a later leader has written to the ledger");
        }
        if (ledgerWritable.isPresent() && !ledgerWritable.get()) {
            return Check.of(Rule.LEDGER, false, "the ledger cannot be written");
        }
        return ledgerWritable.isPresent() && newestEpoch.isPresent()
                ? Check.of(Rule.LEDGER, true, "the ledger can be written, and nobody leads since")
                : Check.unknown(Rule.LEDGER, "the ledger was not reached");
    }
}
