/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.config.Policy;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something that was triggered, or claimed to be triggered: what happened between the two nobody can tell.
 *
 * @param at when; if only its result could be read, when that was known
 * @param policy on whose behalf
 * @param action what
 * @param incident what set it off
 * @param attempt its number among the actions for the incident, from 1
 * @param probe whether it was to try out a half-open circuit
 * @param result how it ended
 * @param resultAt when that was known; {@code at} if it is not known
 * @param watched whether the watch for harm came to its end
 * @param target the directory that a savepoint was to go to
 * @param path where it was written
 * @param checkpointId its checkpoint id
 * @param by who triggered it
 */
public record PastAction(
        Instant at,
        Policy policy,
        Action action,
        String incident,
        int attempt,
        boolean probe,
        Result result,
        Instant resultAt,
        boolean watched,
        Optional<String> target,
        Optional<String> path,
        OptionalLong checkpointId,
        Leadership by) {
    /** How an action ended. If several entries tell, the last of these counts. */
    public enum Result {
        /** Nothing was heard of it: it may have completed, and it may never have been triggered. */
        PENDING,
        /** A savepoint completed and was not read back. */
        UNVERIFIED,
        /** It was looked for, and nobody knows. */
        LOST,
        FAILED,
        /** It completed; a savepoint was read back. */
        DONE,
        /** It completed and did not improve what it was for. */
        USELESS,
        /** The job took harm. */
        HARMFUL
    }

    PastAction ended(Result how, Optional<String> where, Instant when) {
        return new PastAction(
                at,
                policy,
                action,
                incident,
                attempt,
                probe,
                how,
                when,
                watched,
                target,
                where.or(() -> path),
                checkpointId,
                by);
    }

    /** Whether somebody has to find out what came of it. */
    public boolean isUnresolved() {
        return result == Result.PENDING || result == Result.UNVERIFIED;
    }
}
