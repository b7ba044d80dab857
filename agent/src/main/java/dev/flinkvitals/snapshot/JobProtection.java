/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.Decision;
import dev.flinkvitals.breaker.DecisionRecord;
import dev.flinkvitals.breaker.PreflightEvidence;
import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import dev.flinkvitals.breaker.SnapshotBreaker;
import dev.flinkvitals.breaker.SnapshotRecord;
import dev.flinkvitals.breaker.Wish;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Protects one job: asks the breaker each cycle, gathers the evidence that only the world can give, and carries out what was
 * decided. Runs on the monitor's thread; results of actions come back through a queue that the next cycle takes.
 */
public final class JobProtection {
    /** A canary's result is evidence for this long; after that the storage is tried again. */
    private static final Duration CANARY_VALID = Duration.ofSeconds(30);

    private static final Duration SLACK = Duration.ofMinutes(1);

    private final SnapshotConfig config;
    private final Optional<String> directory;
    private final SnapshotPort port;
    private final AtomicBoolean clusterSlot;
    private final SnapshotBreaker breaker;
    private final ProtectionLog log;
    private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();

    private @Nullable CompletableFuture<CanaryResult> canary;
    private Duration canaryAt = Duration.ZERO;

    private record Finished(
            Wish wish,
            SnapshotRecord started,
            @Nullable Object result,
            @Nullable Throwable error) {}

    /**
     * Protection of a job.
     *
     * @param config what the breaker may do
     * @param directory target of savepoints; empty if none is configured
     * @param port carries out
     * @param clusterSlot held while an action is in flight: one at a time in the whole cluster
     * @param log where decisions and snapshots are kept and told
     */
    public JobProtection(
            SnapshotConfig config,
            Optional<String> directory,
            SnapshotPort port,
            AtomicBoolean clusterSlot,
            ProtectionLog log) {
        this.config = config;
        this.directory = directory;
        this.port = port;
        this.clusterSlot = clusterSlot;
        this.breaker = new SnapshotBreaker(config);
        this.log = log;
    }

    /** What was decided and done so far. */
    public ProtectionLog log() {
        return log;
    }

    /**
     * One cycle.
     *
     * @param assessment the job's health
     * @param reading what it was judged by
     */
    public void runOnce(Assessment assessment, JobReading reading) {
        takeResults(reading.tick());
        Optional<Wish> wish = config.mode() == SnapshotConfig.Mode.OFF ? Optional.empty() : breaker.wish(assessment);
        if (wish.isEmpty()) {
            canary = null;
            return;
        }
        decide(wish.get(), assessment, reading);
    }

    private void decide(Wish wish, Assessment assessment, JobReading reading) {
        Decision decision = breaker.decide(wish, assessment, reading, evidence(wish, reading));
        if (needsOnlyCanary(decision)) {
            startCanary(reading.tick());
            return;
        }
        boolean active = config.mode() == SnapshotConfig.Mode.ACTIVE;
        Optional<Runnable> action = decision.fold(
                act -> active && !clusterSlot.compareAndSet(false, true)
                        ? Optional.empty()
                        : Optional.of(() -> act(act, reading, active)),
                refuse -> Optional.of(() -> log.decided(reading.tick(), decision, DecisionRecord.Outcome.REFUSED)),
                tooLate -> Optional.of(() -> log.decided(reading.tick(), decision, DecisionRecord.Outcome.TOO_LATE)));
        action.ifPresent(Runnable::run);
    }

    private void act(Decision.Act act, JobReading reading, boolean active) {
        Wish wish = act.wish();
        canary = null;
        breaker.triggered(wish, reading.tick());
        if (!active) {
            log.decided(reading.tick(), act, DecisionRecord.Outcome.WOULD_TRIGGER);
            breaker.succeeded(wish, reading.tick());
            return;
        }
        log.decided(reading.tick(), act, DecisionRecord.Outcome.TRIGGERED);
        SnapshotRecord started = log.started(reading.tick(), wish.action());
        unchanged(reading)
                .thenCompose(unchanged -> unchanged
                        ? trigger(wish, reading)
                        : CompletableFuture.failedFuture(new IllegalStateException(
                                "the job or the leadership changed right before the trigger")))
                .whenComplete((result, error) -> {
                    clusterSlot.set(false);
                    finished.add(new Finished(wish, started, result, error));
                });
    }

    /** Asks in a way that always ends in a result: an exception thrown here would leave the action in flight for ever. */
    private CompletableFuture<Boolean> unchanged(JobReading reading) {
        try {
            return port.isUnchanged(reading.id(), reading.status().since());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<?> trigger(Wish wish, JobReading reading) {
        Duration timeout = reading.checkpoints()
                .settings()
                .map(CheckpointSettings::timeout)
                .orElse(Duration.ofMinutes(10))
                .plus(SLACK);
        return wish.action() == Action.CHECKPOINT
                ? port.checkpoint(reading.id(), timeout)
                : port.savepoint(reading.id(), directory.orElseThrow(), timeout);
    }

    private void takeResults(Tick tick) {
        for (Finished done = finished.poll(); done != null; done = finished.poll()) {
            Throwable error = done.error();
            if (error != null) {
                breaker.failed(done.wish(), tick);
                log.failed(tick, done.started(), error);
            } else if (done.result() instanceof String path) {
                breaker.succeeded(done.wish(), tick);
                log.savepointVerified(tick, done.started(), path);
            } else {
                breaker.succeeded(done.wish(), tick);
                log.checkpointCompleted(
                        tick,
                        done.started(),
                        done.result() instanceof Long id ? OptionalLong.of(id) : OptionalLong.empty());
            }
        }
    }

    private PreflightEvidence evidence(Wish wish, JobReading reading) {
        return new PreflightEvidence(
                port.isLeader(), Optional.of(inProgress(wish, reading)), directory, canaryResult(reading.tick()));
    }

    private static boolean inProgress(Wish wish, JobReading reading) {
        return reading.checkpoints().history().stream()
                .filter(c -> c.status() == CheckpointSample.Status.IN_PROGRESS)
                .anyMatch(c -> wish.action() == Action.CHECKPOINT || c.kind() == CheckpointSample.Kind.SAVEPOINT);
    }

    private Optional<CanaryResult> canaryResult(Tick tick) {
        CompletableFuture<CanaryResult> current = canary;
        if (current == null || !current.isDone()) {
            return Optional.empty();
        }
        if (tick.elapsed().minus(canaryAt).compareTo(CANARY_VALID) > 0) {
            canary = null;
            return Optional.empty();
        }
        return Optional.of(current.handle((result, error) ->
                        error == null ? result : new CanaryResult(false, config.canaryTimeout(), error.toString()))
                .join());
    }

    /** Whether the storage is the only thing that is left to ask: it is not touched for a decision that fails anyway. */
    private static boolean needsOnlyCanary(Decision decision) {
        return decision.fold(
                act -> false,
                refuse -> refuse.checks().stream()
                        .filter(check -> check.verdict() != dev.flinkvitals.breaker.Check.Verdict.PASS)
                        .allMatch(check -> check.rule().equals("canary")
                                && check.verdict() == dev.flinkvitals.breaker.Check.Verdict.UNKNOWN),
                tooLate -> false);
    }

    private void startCanary(Tick tick) {
        if (canary == null && directory.isPresent()) {
            canaryAt = tick.elapsed();
            canary = port.canary(directory.get(), config.canaryTimeout());
        }
    }
}
