/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.ledger.LedgerContents;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.PastActions;
import dev.flinkvitals.snapshot.ledger.ActionLedger;
import dev.flinkvitals.snapshot.ledger.Claim;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A ledger that keeps what it is told, and whose answers the test gives. */
final class MemoryLedger implements ActionLedger {
    final List<LedgerFact> facts = new ArrayList<>();
    PastActions past = PastActions.of(LedgerContents.EMPTY, Instant.EPOCH);
    CompletableFuture<Claim> claim = CompletableFuture.completedFuture(new Claim(true, ""));
    boolean newest = true;
    boolean broken;
    boolean closed;
    int opened;

    @Override
    public CompletableFuture<PastActions> open(Instant now, Duration patience) {
        opened++;
        return broken ? failed() : CompletableFuture.completedFuture(past);
    }

    @Override
    public CompletableFuture<Void> append(LedgerFact fact) {
        if (broken) {
            return failed();
        }
        facts.add(fact);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Boolean> stillNewest() {
        return broken ? failed() : CompletableFuture.completedFuture(newest);
    }

    @Override
    public CompletableFuture<Claim> claim(LedgerFact fact) {
        if (broken) {
            return failed();
        }
        facts.add(fact);
        return claim;
    }

    @Override
    public void close() {
        closed = true;
    }

    private static <T> CompletableFuture<T> failed() {
        return CompletableFuture.failedFuture(new IOException("the disk is gone"));
    }
}
