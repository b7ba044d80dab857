/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.Leadership;
import dev.flinkvitals.breaker.ledger.LedgerContents;
import dev.flinkvitals.breaker.ledger.LedgerEntry;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.PastActions;
import dev.flinkvitals.entry.Daemon;
import dev.flinkvitals.snapshot.ledger.files.LedgerFiles;
import dev.flinkvitals.snapshot.ledger.files.LedgerReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ledger as one leading JobManager uses it. All storage work happens on one thread of ours, in the order of the calls; a
 * storage that hangs holds that thread and no other. Each future fails after the timeout at the latest. What failed may have
 * been written all the same. Thread safe.
 */
public final class LedgerClient implements ActionLedger {
    /** More entries than a busy cluster writes in an hour; a storage that is so far behind is not going to catch up. */
    private static final int QUEUE = 256;
    /** So long what was handed over may still be written after the end of the leadership. */
    private static final long LINGER_SECONDS = 10;

    private static final int LEADER_DIGITS = 12;

    private final Callable<LedgerFiles> storage;
    private final Duration timeout;
    private final ExecutorService worker = Daemon.worker("ledger", QUEUE);
    private final String leader = UUID.randomUUID().toString().replace("-", "").substring(0, LEADER_DIGITS);
    private final AtomicReference<@Nullable Leadership> leadership = new AtomicReference<>();
    /** Claims whose success was told. Confined to the worker. */
    private final Set<String> told = new HashSet<>();

    /** Who led before. Confined to the worker. */
    private Optional<Leadership> before = Optional.empty();

    private @Nullable LedgerStore store;
    private long sequence;

    /**
     * A client.
     *
     * @param directory the ledger's directory, as Flink would name it
     * @param timeout longest wait for one answer of the storage
     */
    public LedgerClient(String directory, Duration timeout) {
        this(() -> FlinkFiles.in(directory), timeout);
    }

    LedgerClient(Callable<LedgerFiles> storage, Duration timeout) {
        this.storage = storage;
        this.timeout = timeout;
    }

    /**
     * Begins a leadership, and reads what those before left. To be called until it succeeds once, one call at a
     * time.
     *
     * @param now the wall clock
     * @param patience longest wait: all entries of a day are read
     * @return the past; from then on entries can be written
     */
    @Override
    public CompletableFuture<PastActions> open(Instant now, Duration patience) {
        CompletableFuture<PastActions> answer = new CompletableFuture<>();
        return run(answer, patience, false, () -> {
            LedgerStore ledger = store();
            if (leadership.get() == null) {
                // Their names are enough.
                Optional<Leadership> seen = new LedgerReader(ledger.files(), answer::isDone)
                        .read(PastActions.since(now), name -> false)
                        .newest();
                Leadership own = ledger.lead(leader, seen, LedgerFact.lead(now, reason(seen)));
                before = Stream.concat(ledger.leaders().stream(), seen.stream())
                        .filter(other -> !other.equals(own))
                        .max(Comparator.naturalOrder());
                leadership.set(own);
            }
            // After the leadership began: whoever led before and claims an action from now on will see that somebody
            // leads since,
            // and all that was claimed until now is here to be read.
            LedgerContents contents = new LedgerReader(ledger.files(), answer::isDone)
                    .read(PastActions.since(now), name -> PastActions.needs(name, now));
            PastActions past = PastActions.of(contents, now);
            return new PastActions(before, past.jobs(), past.unknownUntil(), past.unreadable());
        });
    }

    private static String reason(Optional<Leadership> seen) {
        return seen.map(before -> "after leadership " + before).orElse("nobody led before");
    }

    /** The leadership; empty until {@link #open} succeeded. */
    public Optional<Leadership> leadership() {
        return Optional.ofNullable(leadership.get());
    }

    /**
     * Writes an entry, after all that were handed over before. It is written also if its turn comes after the timeout.
     *
     * @return done when it is written
     */
    @Override
    public CompletableFuture<Void> append(LedgerFact fact) {
        return run(new CompletableFuture<>(), timeout, true, () -> {
            store().append(next(fact));
            return null;
        });
    }

    /** Whether nobody began to lead since; fails if that is not known. */
    @Override
    public CompletableFuture<Boolean> stillNewest() {
        return run(new CompletableFuture<>(), timeout, false, () -> store().isNewest(opened()));
    }

    /**
     * Claims an action and writes that it is triggered, which is to happen next. Among all leaders one action is won at most
     * once; the same client wins it once, unless it did not learn of that. What follows a lost claim is written here.
     *
     * @param fact the {@link EntryKind#TRIGGERED} entry; job, incident and attempt name the action
     * @return whether it is the caller's to trigger
     */
    @Override
    public CompletableFuture<Claim> claim(LedgerFact fact) {
        if (fact.kind() != EntryKind.TRIGGERED) {
            throw new IllegalArgumentException(
                    "claim: expected a triggered entry, found " + fact.kind().label());
        }
        CompletableFuture<Claim> answer = new CompletableFuture<>();
        return run(answer, timeout, false, () -> {
            String name = ClaimName.of(fact);
            if (told.contains(name)) {
                return new Claim(false, "this JobManager claimed it before");
            }
            // First the entry: whoever leads next must know of it, however this ends.
            store().append(next(fact));
            Optional<String> other = store().claim(next(fact));
            if (other.isPresent()) {
                String reason = "claimed by leadership " + other.get();
                store().append(next(fact.then(EntryKind.FAILED, fact.at(), reason)
                        .with(LedgerFact.CLAIM, LedgerFact.NOT_TRIGGERED)));
                return new Claim(false, reason);
            }
            if (answer.complete(Claim.WON)) {
                told.add(name);
            }
            return Claim.WON;
        });
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

    /** Runs a task on the worker; one that nobody waits for any more only if it is to be done late as well. */
    private <T extends @Nullable Object> CompletableFuture<T> run(
            CompletableFuture<T> answer, Duration patience, boolean late, Callable<T> task) {
        try {
            worker.execute(() -> {
                if (answer.isDone() && !late) {
                    return;
                }
                try {
                    answer.complete(task.call());
                } catch (Throwable t) {
                    // A file system is a plugin: whatever is wrong with it, errors of linking included, is the answer.
                    answer.completeExceptionally(t);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new IOException(
                    worker.isShutdown()
                            ? "this JobManager no longer leads"
                            : "the ledger's storage does not keep up: " + QUEUE + " entries wait",
                    e));
        }
        return answer.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns at once. What was handed over is still written for a while. */
    @Override
    public void close() {
        worker.shutdown();
        CompletableFuture.delayedExecutor(LINGER_SECONDS, TimeUnit.SECONDS).execute(worker::shutdownNow);
    }
}
