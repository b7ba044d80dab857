/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.schedule;

import dev.flinkvitals.breaker.ledger.Leadership;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.PastActions;
import dev.flinkvitals.snapshot.ledger.ActionLedger;
import dev.flinkvitals.snapshot.ledger.Claim;
import dev.flinkvitals.snapshot.ledger.LedgerSession;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one leadership: the real session, and in place of the real client's thread the events of the simulated time, one
 * piece of work after the other. Not thread safe.
 */
final class SimulatedLedger implements ActionLedger {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration LINGER = Duration.ofSeconds(10);

    private final SimulatedTime time;
    private final SimulatedTime.Host process;
    private final SimulatedDisk disk;
    private final SimulatedDisk.View view;
    private final LedgerSession session;
    private final Consumer<LedgerFact> claims;
    private final Consumer<Leadership> led;
    private final Deque<Work> queue = new ArrayDeque<>();
    private @Nullable Work current;
    private @Nullable Duration seenNewest;
    private boolean closed;

    private record Work(CompletableFuture<?> answer, boolean late, Runnable task) {}

    SimulatedLedger(
            SimulatedTime time,
            SimulatedTime.Host process,
            SimulatedDisk disk,
            String leader,
            Runnable between,
            Consumer<LedgerFact> claims,
            Consumer<Leadership> led) {
        this.led = led;
        this.claims = claims;
        this.time = time;
        this.process = process;
        this.disk = disk;
        this.view = disk.new View(between);
        this.session = new LedgerSession(() -> view, leader);
    }

    @Override
    public CompletableFuture<PastActions> open(Instant now, Duration patience) {
        CompletableFuture<PastActions> answer = new CompletableFuture<>();
        return run(answer, patience, false, () -> {
            try {
                return session.open(now, answer::isDone);
            } finally {
                session.leadership().ifPresent(led);
            }
        });
    }

    @Override
    public CompletableFuture<Void> append(LedgerFact fact) {
        return run(new CompletableFuture<>(), TIMEOUT, true, () -> {
            session.append(fact);
            return null;
        });
    }

    @Override
    public CompletableFuture<Boolean> stillNewest() {
        return run(new CompletableFuture<>(), TIMEOUT, false, () -> {
            boolean newest = session.isNewest();
            seenNewest = newest ? time.now() : seenNewest;
            return newest;
        });
    }

    @Override
    public CompletableFuture<Claim> claim(LedgerFact fact) {
        claims.accept(fact);
        CompletableFuture<Claim> answer = new CompletableFuture<>();
        return run(answer, TIMEOUT, false, () -> session.claim(fact, answer::complete));
    }

    private <T extends @Nullable Object> CompletableFuture<T> run(
            CompletableFuture<T> answer, Duration patience, boolean late, Callable<T> task) {
        if (closed) {
            answer.completeExceptionally(new IOException("this JobManager no longer leads"));
            return answer;
        }
        queue.add(new Work(answer, late, () -> {
            try {
                answer.complete(task.call());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        }));
        time.timeout(answer, patience, process);
        next();
        return answer;
    }

    private void next() {
        while (current == null && !queue.isEmpty()) {
            Work work = queue.remove();
            if (work.late() || !work.answer().isDone()) {
                current = work;
                time.in(disk.latency(), process, () -> finish(work));
            }
        }
    }

    private void finish(Work work) {
        if (work.equals(current)) {
            view.begin();
            work.task().run();
            current = null;
            next();
        }
    }

    /** Does at once what it would do next, because its storage is faster than that of another process. */
    void hurry() {
        Work work = current;
        if (work != null && !process.isGone() && !time.isPaused(process)) {
            finish(work);
        }
    }

    /** The process is killed in the middle of what it does. */
    void die() {
        process.kill();
        Work work = current;
        if (work != null) {
            view.beginToDie();
            work.task().run();
        }
    }

    @Override
    public void close() {
        closed = true;
        time.in(LINGER, process, process::kill);
    }

    /** When it last found that nobody leads since. */
    Optional<Duration> seenNewest() {
        return Optional.ofNullable(seenNewest);
    }

    Optional<Leadership> leadership() {
        return session.leadership();
    }

    /** Pieces of work that wait. */
    int waiting() {
        return queue.size();
    }
}
