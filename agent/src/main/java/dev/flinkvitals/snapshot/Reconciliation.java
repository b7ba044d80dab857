/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.JobPast;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.PastAction;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what came of the actions that an earlier leader triggered and did not see end. A savepoint that completed is found in
 * its own directory. One that did not cannot complete any more once Flink's timeout is over, since its coordinator lived in the
 * JobManager that is gone; until then it is waited for. The time counts from the take-over: the clocks of two machines differ. Used by the monitor's thread only.
 */
final class Reconciliation {
    private static final Duration LOOK = Duration.ofSeconds(30);

    private final SnapshotPort port;
    private JobPast past;
    private @Nullable CompletableFuture<Optional<String>> look;
    private Optional<Duration> began = Optional.empty();

    Reconciliation(SnapshotPort port, JobPast past) {
        this.port = port;
        this.past = past;
    }

    /**
     * One cycle.
     *
     * @param tick when
     * @param timeout after which a savepoint of the job is not under way any more
     * @param facts takes what was found out
     * @return the past without open questions; empty as long as there are some
     */
    Optional<JobPast> cycle(Tick tick, Optional<Duration> timeout, JobFacts facts) {
        Duration start = began.orElse(tick.elapsed());
        began = Optional.of(start);
        // Without the job's settings nobody knows how long it may take.
        boolean late = timeout.filter(longest -> tick.elapsed().minus(start).compareTo(longest) >= 0)
                .isPresent();
        while (true) {
            List<PastAction> open = past.unresolved();
            if (open.isEmpty()) {
                return Optional.of(past);
            }
            if (!resolve(open.get(0), tick.at(), late, facts)) {
                return Optional.empty();
            }
        }
    }

    private boolean resolve(PastAction action, Instant now, boolean late, JobFacts facts) {
        if (action.action() != Action.SAVEPOINT
                || action.probe()
                || action.target().isEmpty()) {
            settle(action, EntryKind.LOST, "the JobManager that triggered it is gone", Optional.empty(), now, facts);
            return true;
        }
        CompletableFuture<Optional<String>> current = look;
        if (current == null) {
            look = Safely.ask(() -> port.findSavepoint(action.target().get(), LOOK));
            return false;
        }
        if (!current.isDone()) {
            return false;
        }
        look = null;
        if (current.isCompletedExceptionally()) {
            if (late) {
                settle(action, EntryKind.LOST, "its directory cannot be read", Optional.empty(), now, facts);
            }
            return late;
        }
        Optional<String> found = current.join();
        if (found.isPresent()) {
            settle(action, EntryKind.VERIFIED, "found by the JobManager that took over", found, now, facts);
            return true;
        }
        if (late) {
            settle(action, EntryKind.FAILED, "it did not complete before its JobManager ended", found, now, facts);
        }
        return late;
    }

    private void settle(
            PastAction action, EntryKind kind, String reason, Optional<String> path, Instant now, JobFacts facts) {
        PastAction.Result result = switch (kind) {
            case VERIFIED -> PastAction.Result.DONE;
            case FAILED -> PastAction.Result.FAILED;
            default -> PastAction.Result.LOST;
        };
        past = past.resolved(action, result, path, now);
        LedgerFact fact = facts.of(action, kind, reason, now);
        facts.result(path.map(found -> fact.with(LedgerFact.PATH, found)).orElse(fact));
    }
}
