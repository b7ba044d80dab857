/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.breaker.ledger.JobPast;
import dev.flinkvitals.breaker.ledger.PastActions;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a breaker has to know from before it.
 *
 * @param takeOver whether another leader may have acted on the job: then the bucket starts empty
 * @param unknownUntil until when the budget counts as spent, because what was done before cannot be read; empty if it can
 * @param job what the ledger tells of the job
 */
public record Past(boolean takeOver, Optional<Instant> unknownUntil, JobPast job) {
    /** There is no past: the job is new. */
    public static final Past NONE = new Past(false, Optional.empty(), JobPast.NONE);

    private static final Duration DAY = Duration.ofHours(24);

    /**
     * The past as the ledger tells it.
     *
     * @param all what was read
     * @param job the job
     * @param takeOver whether another leader may have acted on the job
     */
    public static Past of(PastActions all, JobId job, boolean takeOver) {
        return new Past(takeOver, all.unknownUntil(), all.job(job));
    }

    /**
     * There may be a past, and the ledger cannot be read: everything counts as spent.
     *
     * @param now the wall clock
     */
    public static Past unreadable(Instant now) {
        return new Past(true, Optional.of(now.plus(DAY)), JobPast.NONE);
    }

    /** A time of the past on the clock of this breaker; what lies ahead is taken for now. */
    static Duration elapsed(Instant at, Tick now) {
        Duration age = at.isBefore(now.at()) ? Duration.between(at, now.at()) : Duration.ZERO;
        return now.elapsed().minus(age);
    }
}
