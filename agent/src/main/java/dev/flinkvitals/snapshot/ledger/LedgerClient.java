/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.Leadership;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.PastActions;
import dev.flinkvitals.entry.Daemon;
import dev.flinkvitals.snapshot.ledger.files.LedgerFiles;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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

    private final Duration timeout;
    private final ExecutorService worker = Daemon.worker("ledger", QUEUE);
    private final LedgerSession session;

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
        this.session = new LedgerSession(
                storage, UUID.randomUUID().toString().replace("-", "").substring(0, LEADER_DIGITS));
        this.timeout = timeout;
    }

    /**
     * Begins a leadership of its own, and reads what those before left. To be called until it succeeds, one call at a time;
     * after that it begins another leadership, later than all others.
     *
     * @param now the wall clock
     * @param patience longest wait: all entries of a day are read
     * @return the past; from then on entries can be written
     */
    @Override
    public CompletableFuture<PastActions> open(Instant now, Duration patience) {
        CompletableFuture<PastActions> answer = new CompletableFuture<>();
        return run(answer, patience, false, () -> session.open(now, answer::isDone));
    }

    /** The leadership; empty until {@link #open} succeeded. */
    public Optional<Leadership> leadership() {
        return session.leadership();
    }

    /**
     * Writes an entry, after all that were handed over before. It is written also if its turn comes after the timeout.
     *
     * @return done when it is written
     */
    @Override
    public CompletableFuture<Void> append(LedgerFact fact) {
        return run(new CompletableFuture<>(), timeout, true, () -> {
            session.append(fact);
            return null;
        });
    }

    /** Whether nobody began to lead since; fails if that is not known. */
    @Override
    public CompletableFuture<Boolean> stillNewest() {
        return run(new CompletableFuture<>(), timeout, false, session::isNewest);
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
        CompletableFuture<Claim> answer = new CompletableFuture<>();
        return run(answer, timeout, false, () -> session.claim(fact, answer::complete));
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
