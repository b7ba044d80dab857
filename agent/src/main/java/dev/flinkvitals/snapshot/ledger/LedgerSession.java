/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.Leadership;
import dev.flinkvitals.breaker.ledger.LedgerEntry;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.PastActions;
import dev.flinkvitals.snapshot.ledger.files.LedgerFiles;
import dev.flinkvitals.snapshot.ledger.files.LedgerReader;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one leadership does with the ledger, step by step. Blocks as long as the storage does; {@link LedgerClient} keeps that
 * off everybody's thread. One thread at a time; only {@link #leadership} is for all.
 */
public final class LedgerSession {
    private final Callable<LedgerFiles> storage;
    private final String leader;
    private final AtomicReference<@Nullable Leadership> leadership = new AtomicReference<>();
    /** Claims whose success was told. */
    private final Set<String> told = new HashSet<>();

    private @Nullable LedgerStore store;
    private long sequence;
    private boolean open;

    /**
     * A session that has not begun.
     *
     * @param storage opens the files; called until it succeeds
     * @param leader random id of the leadership
     */
    public LedgerSession(Callable<LedgerFiles> storage, String leader) {
        this.storage = storage;
        this.leader = leader;
    }

    /**
     * Begins a leadership, and then reads what those before left. In this order: whoever led before looks for later leaderships
     * after it wrote down what it is about to trigger; so either it finds this one and triggers nothing, or what it wrote is
     * read here. To be called until it succeeds; after that it begins another leadership.
     *
     * @param now the wall clock
     * @param givenUp whether nobody waits any more
     * @return the past, without this leadership
     * @throws Exception as storages throw it
     */
    public PastActions open(Instant now, BooleanSupplier givenUp) throws Exception {
        LedgerStore ledger = store();
        if (open) {
            open = false;
            leadership.set(null);
        }
        if (leadership.get() == null) {
            // Leaders that left entries and are not listed as such: names tell.
            Optional<Leadership> before = new LedgerReader(ledger.files(), givenUp)
                    .read(PastActions.since(now), name -> false)
                    .newest();
            String reason = before.map(last -> "after leadership " + last).orElse("nobody led before");
            leadership.set(ledger.lead(leader, before, LedgerFact.lead(now, reason)));
        }
        Leadership own = opened();
        PastActions past = PastActions.of(
                new LedgerReader(ledger.files(), givenUp)
                        .without(own)
                        .read(PastActions.since(now), name -> PastActions.needs(name, now)),
                now);
        open = true;
        return past;
    }

    /** The leadership; empty until {@link #open} began it. */
    public Optional<Leadership> leadership() {
        return Optional.ofNullable(leadership.get());
    }

    /**
     * Writes an entry.
     *
     * @throws Exception as storages throw it; what failed may have been written all the same
     */
    public void append(LedgerFact fact) throws Exception {
        store().append(next(fact));
    }

    /**
     * Whether nobody began to lead since.
     *
     * @throws Exception if that is not known
     */
    public boolean isNewest() throws Exception {
        return store().isNewest(opened());
    }

    /**
     * Claims an action and writes that it is triggered, which is to happen next.
     *
     * @param fact the {@link EntryKind#TRIGGERED} entry; job, incident and attempt name the action
     * @param tell takes a claim that was won, and returns whether anybody waited for it
     * @return the claim
     * @throws Exception as storages throw it
     */
    public Claim claim(LedgerFact fact, Predicate<Claim> tell) throws Exception {
        if (fact.kind() != EntryKind.TRIGGERED) {
            throw new IllegalArgumentException(
                    "claim: expected a triggered entry, found " + fact.kind().label());
        }
        String name = ClaimName.of(fact);
        if (told.contains(name)) {
            return new Claim(false, "this JobManager claimed it before");
        }
        // First the entry: whoever leads next must know of it, however this ends.
        store().append(next(fact));
        Optional<String> other = store().claim(next(fact));
        if (other.isPresent()) {
            String reason = "claimed by leadership " + other.get();
            store().append(next(
                    fact.then(EntryKind.FAILED, fact.at(), reason).with(LedgerFact.CLAIM, LedgerFact.NOT_TRIGGERED)));
            return new Claim(false, reason);
        }
        if (tell.test(Claim.WON)) {
            told.add(name);
        }
        return Claim.WON;
    }

    private LedgerEntry next(LedgerFact fact) {
        return new LedgerEntry(opened(), ++sequence, fact);
    }

    private Leadership opened() {
        Leadership own = leadership.get();
        if (own == null) {
            throw new IllegalStateException("the ledger is not open yet");
        }
        return own;
    }

    private LedgerStore store() throws Exception {
        LedgerStore known = store;
        if (known == null) {
            known = new LedgerStore(storage.call());
            store = known;
        }
        return known;
    }
}
