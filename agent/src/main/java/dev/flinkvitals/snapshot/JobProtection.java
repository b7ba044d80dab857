/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.Decision;
import dev.flinkvitals.breaker.DecisionRecord;
import dev.flinkvitals.breaker.PreflightEvidence;
import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import dev.flinkvitals.breaker.SnapshotBreaker;
import dev.flinkvitals.breaker.SnapshotRecord;
import dev.flinkvitals.breaker.Surroundings;
import dev.flinkvitals.breaker.Wish;
import dev.flinkvitals.breaker.actors.ActorSettings;
import dev.flinkvitals.breaker.actors.ActorWatch;
import dev.flinkvitals.breaker.actors.OtherActors;
import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
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
    private final ActorWatch actors;
    private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();

    private @Nullable SnapshotRecord inFlight;
    private @Nullable CompletableFuture<CanaryResult> canary;
    private @Nullable Duration canarySeenAt;

    private record Finished(
            Decision.Act act,
            SnapshotRecord started,
            @Nullable Object result,
            @Nullable Throwable error) {}

    /**
     * Protection of a job.
     *
     * @param config what the breaker may do
     * @param health windows and horizon of the judgement
     * @param directory target of savepoints; empty if none is configured
     * @param port carries out
     * @param clusterSlot held while an action is in flight: one at a time in the whole cluster
     * @param log where decisions and snapshots are kept and told
     * @param actors what Flink's configuration tells of others who act on jobs
     */
    public JobProtection(
            SnapshotConfig config,
            HealthConfig health,
            Optional<String> directory,
            SnapshotPort port,
            AtomicBoolean clusterSlot,
            ProtectionLog log,
            ActorSettings actors) {
        this.config = config;
        this.directory = directory;
        this.port = port;
        this.clusterSlot = clusterSlot;
        this.breaker = new SnapshotBreaker(config, health, RandomGenerator.getDefault());
        this.log = log;
        this.actors = new ActorWatch(config.stableFor(), actors);
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
        Optional<OtherActors> acting = actors.update(reading);
        breaker.observe(assessment, reading);
        breaker.takeEvents();
        boolean wished = false;
        for (SnapshotConfig.Mode mode : List.of(SnapshotConfig.Mode.ACTIVE, SnapshotConfig.Mode.MONITOR)) {
            Optional<Wish> wish = breaker.wish(mode);
            wished |= wish.isPresent();
            wish.ifPresent(wanted -> decide(wanted, assessment, reading, acting));
        }
        if (!wished) {
            forgetCanary();
        }
    }

    private void decide(Wish wish, Assessment assessment, JobReading reading, Optional<OtherActors> acting) {
        Decision decision =
                breaker.decide(wish, assessment, reading, evidence(wish, reading, acting), Surroundings.ASSUMED_FREE);
        decision.<Runnable>fold(
                        act -> () -> carryOut(act, reading),
                        refuse -> () -> refused(refuse, reading.tick()),
                        late -> () -> log.decided(reading.tick(), late, DecisionRecord.Outcome.TOO_LATE),
                        useless -> () -> log.decided(reading.tick(), useless, DecisionRecord.Outcome.WOULD_NOT_HELP))
                .run();
    }

    /**
     * For a job that is gone: an action may still be under way, and its result has to be told.
     *
     * @param tick when
     * @return whether nothing is left to wait for; if not, to be called again in the next cycle
     */
    public boolean settle(Tick tick) {
        takeResults(tick);
        return inFlight == null;
    }

    /**
     * The monitor stops: tells what came of the last action, or that nobody waits for it any more.
     *
     * @param tick when
     */
    public void stop(Tick tick) {
        takeResults(tick);
        SnapshotRecord left = inFlight;
        if (left != null) {
            log.left(left);
        }
    }

    private void refused(Decision.Refuse refuse, Tick tick) {
        if (refuse.needsOnlyCanary()) {
            startCanary();
        } else {
            log.decided(tick, refuse, DecisionRecord.Outcome.REFUSED);
        }
    }

    private void carryOut(Decision.Act act, JobReading reading) {
        if (config.mode(act.wish().policy()) != SnapshotConfig.Mode.ACTIVE) {
            breaker.rehearsed(act, reading.tick());
            forgetCanary();
            log.decided(reading.tick(), act, DecisionRecord.Outcome.WOULD_TRIGGER);
            return;
        }
        if (!clusterSlot.compareAndSet(false, true)) {
            // Another job's turn: this one asks again in the next cycle.
            return;
        }
        boolean started = false;
        try {
            start(act, reading);
            started = true;
        } finally {
            if (!started) {
                clusterSlot.set(false);
            }
        }
    }

    private void start(Decision.Act act, JobReading reading) {
        log.decided(reading.tick(), act, DecisionRecord.Outcome.TRIGGERED);
        breaker.triggered(act, reading.tick());
        forgetCanary();
        SnapshotRecord record = log.started(reading.tick(), act.action());
        inFlight = record;
        unchanged(reading)
                .thenCompose(unchanged -> unchanged
                        ? trigger(act, reading)
                        : CompletableFuture.failedFuture(new IllegalStateException(
                                "the job or the leadership changed right before the trigger")))
                .whenComplete((result, error) -> {
                    finished.add(new Finished(act, record, result, error));
                    clusterSlot.set(false);
                });
    }

    /** Asks in a way that always ends in a result: an exception thrown here would leave the action in flight for ever. */
    private CompletableFuture<Boolean> unchanged(JobReading reading) {
        try {
            return port.isUnchanged(reading.id(), reading.status().since());
        } catch (RuntimeException | LinkageError e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<?> trigger(Decision.Act act, JobReading reading) {
        Duration timeout = reading.checkpoints()
                .settings()
                .map(CheckpointSettings::timeout)
                .orElse(Duration.ofMinutes(10))
                .plus(SLACK);
        return act.action() == Action.CHECKPOINT
                ? port.checkpoint(reading.id(), timeout)
                : port.savepoint(reading.id(), directory.orElseThrow(), timeout);
    }

    private void takeResults(Tick tick) {
        for (Finished done = finished.poll(); done != null; done = finished.poll()) {
            inFlight = null;
            Throwable error = done.error();
            if (error != null) {
                breaker.failed(done.act(), tick);
                log.failed(tick, done.started(), error);
            } else if (done.result() instanceof String path) {
                breaker.completed(done.act(), true, tick);
                log.savepointVerified(tick, done.started(), path);
            } else {
                breaker.completed(done.act(), true, tick);
                log.checkpointCompleted(
                        tick,
                        done.started(),
                        done.result() instanceof Long id ? OptionalLong.of(id) : OptionalLong.empty());
            }
        }
    }

    private PreflightEvidence evidence(Wish wish, JobReading reading, Optional<OtherActors> acting) {
        return new PreflightEvidence(
                port.isLeader(),
                PreflightEvidence.snapshotInProgress(wish.action(), reading),
                directory,
                canaryResult(reading.tick()),
                acting);
    }

    private Optional<CanaryResult> canaryResult(Tick tick) {
        CompletableFuture<CanaryResult> current = canary;
        if (current == null || !current.isDone()) {
            return Optional.empty();
        }
        // Counted from the cycle that sees it first: cycles may be further apart than a result is valid.
        Duration seenAt = canarySeenAt == null ? tick.elapsed() : canarySeenAt;
        canarySeenAt = seenAt;
        if (tick.elapsed().minus(seenAt).compareTo(CANARY_VALID) > 0) {
            forgetCanary();
            return Optional.empty();
        }
        return Optional.of(current.join());
    }

    private void startCanary() {
        if (canary == null && directory.isPresent()) {
            canary = port.canary(directory.get(), config.canaryTimeout())
                    .exceptionally(e -> new CanaryResult(false, config.canaryTimeout(), e.toString()));
        }
    }

    private void forgetCanary() {
        canary = null;
        canarySeenAt = null;
    }
}
