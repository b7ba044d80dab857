/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.config.Policy;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is known of a job from before this breaker, as the ledger tells it. Rehearsals do not belong to it.
 *
 * @param takeOver whether another leader may have acted on the job: then the bucket starts empty
 * @param complete whether all of it could be read; if not, the budget counts as spent
 * @param actions what was triggered in the last day, probes included, in any order
 * @param incidents incidents of the last day, in any order
 */
public record Past(boolean takeOver, boolean complete, List<PastAction> actions, List<PastIncident> incidents) {
    /** There is no past: the job is new, and so is the ledger. */
    public static final Past NONE = new Past(false, true, List.of(), List.of());

    /** There is one, and it cannot be read. */
    public static final Past UNKNOWN = new Past(true, false, List.of(), List.of());

    /** Copies the lists. */
    public Past {
        actions = List.copyOf(actions);
        incidents = List.copyOf(incidents);
    }

    /** A time of the past on the clock of this breaker; what lies ahead is taken for now. */
    static Duration elapsed(Instant at, Tick now) {
        Duration age = at.isBefore(now.at()) ? Duration.between(at, now.at()) : Duration.ZERO;
        return now.elapsed().minus(age);
    }

    /**
     * Something that was triggered.
     *
     * @param at when it was triggered
     * @param policy on whose behalf
     * @param purpose the action itself, or a probe
     * @param result how it ended
     * @param resultAt when that was known; the trigger's time if it is not known
     */
    public record PastAction(Instant at, Policy policy, Decision.Purpose purpose, Result result, Instant resultAt) {}

    /** How a past action ended, the worst that is known. */
    public enum Result {
        /** It completed; a savepoint was read back. */
        DONE,
        /** It completed, and what it was for did not get better. */
        USELESS,
        FAILED,
        /** Nobody knows. */
        LOST,
        /** It completed or failed, and the job took harm. */
        HARMFUL
    }

    /**
     * An incident.
     *
     * @param policy whose
     * @param id its id
     * @param openedAt when it began
     * @param settled whether it got its action, or nobody knows whether it did
     * @param over whether it ended
     */
    public record PastIncident(Policy policy, String id, Instant openedAt, boolean settled, boolean over) {}
}
