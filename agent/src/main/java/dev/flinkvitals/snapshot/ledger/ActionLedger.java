/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.PastActions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** The port for the ledger of one leadership. No method blocks; every future ends, if only by a timeout. */
public interface ActionLedger extends AutoCloseable {
    /**
     * Begins a leadership of its own, and reads what those before left. To be called until it succeeds, one call at a time;
     * after that it begins another leadership, later than all others.
     *
     * @param now the wall clock
     * @param patience longest wait
     * @return the past; from then on entries can be written
     */
    CompletableFuture<PastActions> open(Instant now, Duration patience);

    /**
     * Writes an entry, after all that were handed over before.
     *
     * @return done when it is written
     */
    CompletableFuture<Void> append(LedgerFact fact);

    /** Whether nobody began to lead since; fails if that is not known. */
    CompletableFuture<Boolean> stillNewest();

    /**
     * Claims an action and writes that it is triggered, which is to happen next.
     *
     * @param fact job, incident and attempt name the action
     * @return whether it is the caller's to trigger; among all leaders one action is won at most once
     */
    CompletableFuture<Claim> claim(LedgerFact fact);

    /** Returns at once. What was handed over is still written for a while. */
    @Override
    void close();
}
