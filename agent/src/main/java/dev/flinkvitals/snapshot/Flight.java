/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.Decision;
import dev.flinkvitals.breaker.SnapshotRecord;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.snapshot.ledger.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * One action on its way: claim it in the ledger, make sure that nothing changed, trigger it, find out what came of it. Each step
 * waits for the one before, and none happens twice.
 *
 * @param act what was decided
 * @param fact the ledger's entry of the trigger, which is the claim
 * @param failed directories of earlier savepoints for the same incident, of which nothing came as far as anybody saw
 * @param shown what people see of it
 */
record Flight(Decision.Act act, LedgerFact fact, List<String> failed, SnapshotRecord shown) {
    /** Beyond Flink's own timeout, after which nothing of it is pending any more: as long again, within these bounds. */
    private static final Duration LEAST_SLACK = Duration.ofSeconds(10);

    private static final Duration SLACK = Duration.ofMinutes(1);

    /** As long as nothing is known of the job: Flink's own default, and the slack. */
    static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(11);

    /** How long Flink may work on a snapshot of the job, at most; empty if that is not known. */
    static Optional<Duration> knownTimeout(JobReading reading) {
        return reading.checkpoints().settings().map(CheckpointSettings::timeout).map(flink -> flink.plus(slack(flink)));
    }

    private static Duration timeout(JobReading reading) {
        return knownTimeout(reading).orElse(DEFAULT_TIMEOUT);
    }

    private static Duration slack(Duration timeout) {
        if (timeout.compareTo(SLACK) > 0) {
            return SLACK;
        }
        return timeout.compareTo(LEAST_SLACK) < 0 ? LEAST_SLACK : timeout;
    }

    /**
     * Carries it out.
     *
     * @param port Flink
     * @param ledger the ledger
     * @param reading what the decision rests on
     * @param free whether nothing stops all actions; asked right before the trigger, on any thread
     * @return what came of it; never fails
     */
    CompletableFuture<FlightResult> start(
            SnapshotPort port, LedgerGate ledger, JobReading reading, BooleanSupplier free) {
        return completedAfterAll(port, failed)
                .thenCompose(found -> found.<CompletableFuture<FlightResult>>map(
                                path -> CompletableFuture.completedFuture(
                                        new FlightResult.Done(Optional.of(path), OptionalLong.empty())))
                        .orElseGet(() -> claimAndTrigger(port, ledger, reading, free)))
                .exceptionally(error -> new FlightResult.NotTriggered(
                        "whether an earlier savepoint completed after all is not known: " + root(error), true));
    }

    /** Long after everybody gave it up, a savepoint may have completed; then another one would be one too many. */
    private static CompletableFuture<Optional<String>> completedAfterAll(SnapshotPort port, List<String> targets) {
        CompletableFuture<Optional<String>> found = CompletableFuture.completedFuture(Optional.empty());
        for (String target : targets) {
            found = found.thenCompose(before -> before.isPresent()
                    ? CompletableFuture.completedFuture(before)
                    : Safely.ask(() -> port.findSavepoint(target, SLACK)));
        }
        return found;
    }

    private CompletableFuture<FlightResult> claimAndTrigger(
            SnapshotPort port, LedgerGate ledger, JobReading reading, BooleanSupplier free) {
        return Safely.ask(() -> ledger.claim(fact))
                .thenCompose(claim -> unchanged(claim, port, ledger, reading, free))
                .exceptionally(error -> Optional.of(new FlightResult.NotTriggered(
                        "the ledger or Flink did not answer right before: " + root(error), false)))
                .thenCompose(obstacle -> obstacle.isPresent()
                        ? CompletableFuture.completedFuture(obstacle.get())
                        : trigger(port, reading));
    }

    /** What has changed since the decision; empty if nothing has. */
    private static CompletableFuture<Optional<FlightResult.NotTriggered>> unchanged(
            Claim claim, SnapshotPort port, LedgerGate ledger, JobReading reading, BooleanSupplier free) {
        if (!claim.won()) {
            return held(claim.reason(), true);
        }
        return ledger.stillNewest().thenCompose(newest -> {
            if (!newest || !port.isLeader()) {
                return held("another JobManager leads", false);
            }
            return Safely.ask(() ->
                            port.isUnchanged(reading.id(), reading.status().since()))
                    .thenCompose(unchanged -> {
                        if (!unchanged) {
                            return held("the job or the leadership changed", false);
                        }
                        return free.getAsBoolean()
                                ? CompletableFuture.completedFuture(Optional.empty())
                                : held("everything was stopped, or may have been", false);
                    });
        });
    }

    private static CompletableFuture<Optional<FlightResult.NotTriggered>> held(String reason, boolean written) {
        return CompletableFuture.completedFuture(Optional.of(new FlightResult.NotTriggered(reason, written)));
    }

    private CompletableFuture<FlightResult> trigger(SnapshotPort port, JobReading reading) {
        return switch (act.action()) {
            case CHECKPOINT ->
                Safely.ask(() -> port.checkpoint(reading.id(), timeout(reading)))
                        .handle((id, error) -> error == null
                                ? new FlightResult.Done(Optional.empty(), OptionalLong.of(id))
                                : failed(error));
            case SAVEPOINT -> savepoint(port, reading);
            case RESTART ->
                Safely.ask(() -> port.restart(reading.id(), act.wish().place(), "Flink Vitals: " + act.reason()))
                        .handle((nothing, error) -> error == null
                                ? new FlightResult.Done(Optional.empty(), OptionalLong.empty())
                                : failed(error));
        };
    }

    private CompletableFuture<FlightResult> savepoint(SnapshotPort port, JobReading reading) {
        String target = fact.detail(LedgerFact.TARGET).orElseThrow();
        return Safely.ask(() -> port.savepoint(reading.id(), target, timeout(reading)))
                .handle((path, error) -> error == null
                        ? CompletableFuture.<FlightResult>completedFuture(
                                new FlightResult.Done(Optional.of(path), OptionalLong.empty()))
                        : found(port, target, error))
                .thenCompose(result -> result);
    }

    /** The answer may have been lost, and not the savepoint: its own directory tells. */
    private static CompletableFuture<FlightResult> found(SnapshotPort port, String target, Throwable error) {
        return Safely.ask(() -> port.findSavepoint(target, SLACK))
                .handle((found, notFound) -> notFound != null
                        ? new FlightResult.Lost(root(error))
                        : found.<FlightResult>map(
                                        path -> new FlightResult.Done(Optional.of(path), OptionalLong.empty()))
                                .orElseGet(() -> new FlightResult.Failed(root(error))));
    }

    private static FlightResult failed(Throwable error) {
        Throwable root = root(error);
        return root instanceof TimeoutException ? new FlightResult.Lost(root) : new FlightResult.Failed(root);
    }

    private static Throwable root(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? root(error.getCause()) : error;
    }
}
