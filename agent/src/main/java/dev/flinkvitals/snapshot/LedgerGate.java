/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.Surroundings;
import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.PastActions;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.snapshot.ledger.ActionLedger;
import dev.flinkvitals.snapshot.ledger.Claim;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger as the cycles of one leadership use it: it never waits, and tells what is known by now. Entries that could not be
 * written are tried again, in their order. Used by the monitor's thread only.
 */
final class LedgerGate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerGate.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Longer than a JobManager that lost its leadership takes to notice. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    private static final Duration RETRY = Duration.ofSeconds(30);
    /** Some cycles of usual length: an older answer says nothing about now. */
    private static final Duration VALID = Duration.ofMinutes(1);
    /** Well below what the ledger's client lets wait. */
    private static final int BATCH = 64;
    /** More than the breakers of a large cluster write in an hour. */
    private static final int MOST_UNWRITTEN = 1_000;

    private final Optional<ActionLedger> ledger;
    private final Deque<LedgerFact> unwritten = new ArrayDeque<>();
    private @Nullable CompletableFuture<PastActions> opening;
    /** What was handed over and is not known to be written, in order. */
    private final Deque<Writing> writing = new ArrayDeque<>();

    private @Nullable CompletableFuture<Boolean> asking;
    private Optional<PastActions> past = Optional.empty();
    private Optional<Boolean> newest = Optional.empty();
    private Duration newestAt = Duration.ZERO;
    private Duration nextTry = Duration.ZERO;
    private Optional<Duration> supersededSince = Optional.empty();
    private int openings;
    private boolean writable;
    private boolean troubled;

    private record Writing(LedgerFact fact, CompletableFuture<Void> written) {}

    /**
     * A gate.
     *
     * @param ledger the ledger; empty if nothing is active, so that there is nothing to write
     */
    LedgerGate(Optional<ActionLedger> ledger) {
        this.ledger = ledger;
    }

    /**
     * To be called once per cycle, before anything is decided.
     *
     * @param tick when
     * @param idle whether nothing is in flight, and this JobManager leads as far as Flink tells
     */
    void cycle(Tick tick, boolean idle) {
        ledger.ifPresent(storage -> {
            closeIfSuperseded(tick, idle);
            open(storage, tick);
            if (past.isPresent()) {
                write(storage, tick);
                ask(storage, tick);
            }
        });
    }

    /**
     * A JobManager that lost its leadership and did not notice yet may begin to lead in the ledger after its successor did. When
     * it had the time to notice, and Flink still says that this one leads, this one begins again, and reads what there is.
     */
    private void closeIfSuperseded(Tick tick, boolean idle) {
        if (!newest.equals(Optional.of(false))) {
            supersededSince = newest.isPresent() ? Optional.empty() : supersededSince;
            return;
        }
        Duration since = supersededSince.orElse(tick.elapsed());
        supersededSince = Optional.of(since);
        if (idle
                && unwritten.isEmpty()
                && writing.isEmpty()
                && tick.elapsed().minus(since).compareTo(GRACE) >= 0) {
            LOG.warn(
                    "Flink Vitals: another JobManager wrote to the ledger and does not lead; the ledger is read again");
            past = Optional.empty();
            newest = Optional.empty();
            asking = null;
            supersededSince = Optional.empty();
        }
    }

    private void open(ActionLedger storage, Tick tick) {
        CompletableFuture<PastActions> current = opening;
        if (past.isPresent() || (current == null && tick.elapsed().compareTo(nextTry) < 0)) {
            return;
        }
        if (current == null) {
            opening = storage.open(tick.at(), PATIENCE);
        } else if (current.isDone()) {
            opening = null;
            nextTry = tick.elapsed().plus(RETRY);
            past = result(current, "be opened");
            openings += past.isPresent() ? 1 : 0;
            writable = past.isPresent();
        }
    }

    /** Hands over what was recorded in this cycle; to be called once more when all was decided. */
    void flush(Tick tick) {
        if (past.isPresent()) {
            ledger.ifPresent(storage -> write(storage, tick));
        }
    }

    private void write(ActionLedger storage, Tick tick) {
        takeWritten(tick);
        boolean mayTry = writable || tick.elapsed().compareTo(nextTry) >= 0;
        // After a failure one tries for all.
        int most = writable ? BATCH : 1;
        while (mayTry && !unwritten.isEmpty() && writing.size() < most) {
            LedgerFact next = unwritten.removeFirst();
            writing.addLast(new Writing(next, storage.append(next)));
        }
    }

    private void takeWritten(Tick tick) {
        Deque<LedgerFact> failed = new ArrayDeque<>();
        while (!writing.isEmpty() && writing.getFirst().written().isDone()) {
            Writing done = writing.removeFirst();
            writable = !done.written().isCompletedExceptionally();
            if (!writable) {
                failed.addFirst(done.fact());
                result(done.written(), "be written");
                nextTry = tick.elapsed().plus(RETRY);
            }
        }
        failed.forEach(unwritten::addFirst);
    }

    private void ask(ActionLedger storage, Tick tick) {
        CompletableFuture<Boolean> current = asking;
        if (current != null && current.isDone()) {
            asking = null;
            newest = result(current, "be read");
            newestAt = tick.elapsed();
        }
        if (asking == null) {
            asking = storage.stillNewest();
        }
        if (tick.elapsed().minus(newestAt).compareTo(VALID) > 0) {
            newest = Optional.empty();
        }
    }

    private <T> Optional<T> result(CompletableFuture<T> done, String what) {
        try {
            Optional<T> value = Optional.ofNullable(done.join());
            troubled = false;
            return value;
        } catch (RuntimeException e) {
            if (!troubled) {
                LOG.warn("Flink Vitals: the ledger cannot {}; nothing is triggered until it can", what, e);
            }
            troubled = true;
            return Optional.empty();
        }
    }

    /** Whether there is a ledger at all. */
    boolean isNeeded() {
        return ledger.isPresent();
    }

    /** What those before left; empty until it was read. */
    Optional<PastActions> past() {
        return past;
    }

    /** How often it was read: when that changes, what was known before is not all. */
    int openings() {
        return openings;
    }

    /** How it stands, for the preflight. */
    Surroundings.Ledger state() {
        if (ledger.isEmpty()) {
            return Surroundings.Ledger.NOT_NEEDED;
        }
        if (past.isEmpty() || newest.isEmpty()) {
            return Surroundings.Ledger.UNKNOWN;
        }
        if (!newest.get()) {
            return Surroundings.Ledger.SUPERSEDED;
        }
        return writable ? Surroundings.Ledger.READY : Surroundings.Ledger.UNWRITABLE;
    }

    /** Writes an entry, now or when the storage answers again. */
    void record(LedgerFact fact) {
        if (ledger.isEmpty()) {
            return;
        }
        if (unwritten.size() >= MOST_UNWRITTEN) {
            // What forbids something has to reach the next leader; the others tell a reader.
            boolean made = unwritten.removeIf(entry -> !entry.kind().restrains());
            if (!made && fact.kind() != EntryKind.HARMFUL) {
                return;
            }
        }
        unwritten.addLast(fact);
    }

    /** Claims an action, and fails if there is no ledger. */
    CompletableFuture<Claim> claim(LedgerFact fact) {
        return ledger.map(storage -> storage.claim(fact))
                .orElseGet(() -> CompletableFuture.failedFuture(new IllegalStateException("there is no ledger")));
    }

    /** Asks whether nobody led since; fails if that is not known. */
    CompletableFuture<Boolean> stillNewest() {
        return ledger.map(ActionLedger::stillNewest)
                .orElseGet(() -> CompletableFuture.failedFuture(new IllegalStateException("there is no ledger")));
    }

    /** Hands over what is left, and returns at once. */
    @Override
    public void close() {
        ledger.ifPresent(storage -> {
            if (past.isPresent()) {
                unwritten.forEach(storage::append);
            }
            storage.close();
        });
    }
}
