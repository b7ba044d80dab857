/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.Decision;
import dev.flinkvitals.breaker.DecisionRecord;
import dev.flinkvitals.breaker.Past;
import dev.flinkvitals.breaker.PreflightEvidence;
import dev.flinkvitals.breaker.SnapshotBreaker;
import dev.flinkvitals.breaker.SnapshotRecord;
import dev.flinkvitals.breaker.Wish;
import dev.flinkvitals.breaker.actors.ActorWatch;
import dev.flinkvitals.breaker.actors.OtherActors;
import dev.flinkvitals.breaker.fleet.FleetVerdict;
import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.JobPast;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Protects one job: asks the breaker each cycle, gathers the evidence that only the world can give, and carries out what was
 * decided. Runs on the monitor's thread; results of actions come back through a queue that the next cycle takes.
 *
 * <p>Each cycle: {@link #observe} for all jobs, then {@link #decide}. Nothing is decided before the ledger was read and it is
 * known what came of the actions of an earlier leader; where the ledger cannot be read, nothing is triggered.
 */
public final class JobProtection {
    /** Pace of claims that come to nothing: each is a file in the ledger. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final JobId job;
    private final ClusterProtection cluster;
    private final ProtectionLog log;
    private final ActorWatch actors;
    private final CanaryWatch canary;
    private final Duration firstSeen;
    private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();

    private Optional<OtherActors> acting = Optional.empty();
    private JobFacts facts;
    private @Nullable SnapshotBreaker breaker;
    private boolean adopted;
    /** Which reading of the ledger was adopted, or is about to be. */
    private int opening;

    private Duration pausedUntil = Duration.ZERO;
    private @Nullable Reconciliation open;
    private Optional<Duration> timeout = Optional.empty();
    private @Nullable Flight flight;
    private @Nullable Assessment assessment;
    private @Nullable JobReading reading;

    private final Queue<Inspected> inspected = new ConcurrentLinkedQueue<>();

    private record Finished(Flight flight, FlightResult result) {}

    private record Inspected(SnapshotRecord savepoint, List<String> findings) {}

    JobProtection(JobId job, ClusterProtection cluster, ProtectionLog log, Duration firstSeen) {
        this.job = job;
        this.cluster = cluster;
        this.log = log;
        this.firstSeen = firstSeen;
        this.actors = new ActorWatch(cluster.config().stableFor(), cluster.actors());
        this.canary = new CanaryWatch(cluster.port(), cluster.config().canaryTimeout());
        this.facts = new JobFacts(job, log.jobName(), cluster.ledger(), JobPast.NONE);
    }

    /** What was decided and done so far. */
    public ProtectionLog log() {
        return log;
    }

    /**
     * Takes what was measured and judged in this cycle.
     *
     * @param judged the job's health
     * @param measured what it was judged by
     */
    public void observe(Assessment judged, JobReading measured) {
        assessment = judged;
        reading = measured;
        timeout = Flight.knownTimeout(measured).or(() -> timeout);
        adopt(measured.tick(), timeout);
        takeResults(measured.tick());
        acting = actors.update(measured);
        SnapshotBreaker current = breaker;
        if (current != null) {
            current.observe(judged, measured);
            tellEvents(current);
        }
    }

    /**
     * What the job was restored from under this JobManager, as far as Flink tells: that must not be deleted.
     *
     * @param path empty: from nothing
     */
    public void restoredFrom(Optional<String> path) {
        cluster.retention().restored(job, path);
    }

    /** Whether an action is under way whose end was not seen yet. */
    boolean isFlying() {
        return flight != null;
    }

    /** Whether anything calls for an action, sustained or not. */
    boolean ill() {
        SnapshotBreaker current = breaker;
        return current != null && current.ill();
    }

    /** Takes over what the ledger tells, once it does; until then a breaker runs that may not act. */
    private void adopt(Tick tick, Optional<Duration> longest) {
        LedgerGate ledger = cluster.ledger();
        if (opening != ledger.openings()) {
            opening = ledger.openings();
            adopted = false;
            open = null;
        }
        if (adopted) {
            return;
        }
        if (!ledger.isNeeded()) {
            adopted = true;
            breaker = cluster.breaker(Past.NONE, tick);
            return;
        }
        if (ledger.past().isEmpty()) {
            if (breaker == null) {
                breaker = cluster.breaker(Past.unreadable(tick.at()), tick);
            }
            return;
        }
        var all = ledger.past().get();
        if (open == null) {
            breaker = null;
            JobPast past = all.job(job);
            log.remember(past);
            facts = new JobFacts(job, log.jobName(), ledger, past);
            open = new Reconciliation(cluster.port(), past);
        }
        open.cycle(tick, longest, facts).ifPresent(past -> {
            boolean takeOver = all.newest().isPresent()
                    && (!past.equals(JobPast.NONE) || firstSeen.compareTo(ClusterProtection.RECOVERY) < 0);
            log.remember(past);
            cluster.retention().resolved(job, past);
            facts.unwatched(past, tick.at());
            breaker = cluster.breaker(new Past(takeOver, all.unknownUntil(), past), tick);
            adopted = true;
        });
    }

    private void tellEvents(SnapshotBreaker current) {
        current.takeEvents().forEach(event -> {
            log.event(event);
            if (adopted) {
                facts.event(event);
            }
        });
    }

    /**
     * Decides what {@link #observe} saw in this cycle, and begins what was decided. Does nothing if it saw nothing.
     *
     * @param fleet how the jobs of the cluster fare together
     */
    void decide(FleetVerdict fleet) {
        SnapshotBreaker current = breaker;
        JobReading measured = reading;
        Assessment judged = assessment;
        // What was not measured in this cycle is no reason to act in it.
        reading = null;
        assessment = null;
        if (current == null || measured == null || judged == null) {
            return;
        }
        boolean wished = false;
        for (SnapshotConfig.Mode mode : List.of(SnapshotConfig.Mode.ACTIVE, SnapshotConfig.Mode.MONITOR)) {
            Optional<Wish> wish = current.wish(mode);
            wished |= wish.isPresent();
            wish.ifPresent(wanted -> decide(current, wanted, judged, measured, fleet));
        }
        if (!wished) {
            canary.forget();
        }
        tellEvents(current);
    }

    private void decide(
            SnapshotBreaker current, Wish wish, Assessment judged, JobReading measured, FleetVerdict fleet) {
        Tick tick = measured.tick();
        PreflightEvidence evidence = new PreflightEvidence(
                cluster.port().isLeader(),
                PreflightEvidence.snapshotInProgress(wish.action(), measured),
                cluster.directory(),
                canary.result(tick),
                acting);
        Decision decision = current.decide(wish, judged, measured, evidence, cluster.surroundings(fleet));
        decision.<Runnable>fold(
                        act -> () -> carryOut(current, act, measured),
                        refuse -> () -> refused(refuse, tick),
                        late -> () -> tell(tick, late, DecisionRecord.Outcome.TOO_LATE),
                        useless -> () -> tell(tick, useless, DecisionRecord.Outcome.WOULD_NOT_HELP))
                .run();
    }

    private void refused(Decision.Refuse refuse, Tick tick) {
        if (refuse.needsOnlyCanary()) {
            cluster.directory().ifPresent(canary::start);
        } else {
            tell(tick, refuse, DecisionRecord.Outcome.REFUSED);
        }
    }

    private void tell(Tick tick, Decision decision, DecisionRecord.Outcome outcome) {
        // Before the ledger was read, an incident has another id than it had for those before: the next leader must
        // not go on with that one.
        if (log.decided(tick, decision, outcome) && adopted) {
            facts.decided(tick, decision, outcome);
        }
    }

    private void carryOut(SnapshotBreaker current, Decision.Act act, JobReading measured) {
        Tick tick = measured.tick();
        if (cluster.config().mode(act.wish().policy()) != SnapshotConfig.Mode.ACTIVE) {
            current.rehearsed(act, tick);
            canary.forget();
            tell(tick, act, DecisionRecord.Outcome.WOULD_TRIGGER);
            return;
        }
        if (tick.elapsed().compareTo(pausedUntil) < 0 || !cluster.takeSlot()) {
            // Another job's turn, or too soon: this one asks again in the next cycle.
            return;
        }
        boolean started = false;
        try {
            start(current, act, measured);
            started = true;
        } finally {
            if (!started) {
                cluster.freeSlot();
            }
        }
    }

    private void start(SnapshotBreaker current, Decision.Act act, JobReading measured) {
        Tick tick = measured.tick();
        current.triggered(act, tick);
        tell(tick, act, DecisionRecord.Outcome.TRIGGERED);
        canary.forget();
        Optional<String> directory = act.action() == Action.SAVEPOINT ? cluster.directory() : Optional.empty();
        Flight begun = new Flight(
                act,
                facts.trigger(act, tick, directory),
                directory.isPresent() ? facts.failedTargets(act.wish().incident()) : List.of(),
                log.started(tick, act));
        flight = begun;
        var unused = begun.start(cluster.port(), cluster.ledger(), measured, cluster::isFree)
                .whenComplete((result, error) -> {
                    finished.add(new Finished(begun, error == null ? result : new FlightResult.Lost(error)));
                    cluster.freeSlot();
                });
    }

    private void takeResults(Tick tick) {
        for (Inspected done = inspected.poll(); done != null; done = inspected.poll()) {
            log.inspected(done.savepoint(), done.findings());
        }
        for (Finished done = finished.poll(); done != null; done = finished.poll()) {
            flight = null;
            Flight landed = done.flight();
            SnapshotBreaker current = breaker;
            if (current == null) {
                throw new IllegalStateException("an action without a breaker");
            }
            done.result()
                    .<Runnable>fold(
                            completed -> () -> completed(current, landed, completed, tick),
                            failed -> () -> {
                                current.failed(landed.act(), tick);
                                ended(landed, EntryKind.FAILED, failed.error(), tick);
                            },
                            lost -> () -> {
                                current.lost(landed.act(), tick);
                                ended(landed, EntryKind.LOST, lost.error(), tick);
                            },
                            held -> () -> {
                                current.abandoned(landed.act(), tick);
                                pausedUntil = tick.elapsed().plus(PAUSE);
                                log.notTriggered(tick, landed.shown(), held.reason());
                                if (!held.written()) {
                                    facts.result(landed.fact()
                                            .then(EntryKind.FAILED, tick.at(), held.reason())
                                            .with(LedgerFact.CLAIM, LedgerFact.NOT_TRIGGERED));
                                }
                            })
                    .run();
        }
    }

    private void ended(Flight landed, EntryKind kind, Throwable error, Tick tick) {
        log.failed(tick, landed.shown(), error);
        facts.result(landed.fact().then(kind, tick.at(), ProtectionLog.rootCause(error)));
    }

    private void completed(SnapshotBreaker current, Flight landed, FlightResult.Done done, Tick tick) {
        current.completed(landed.act(), true, tick);
        EntryKind kind = done.path().isPresent() ? EntryKind.VERIFIED : EntryKind.COMPLETED;
        LedgerFact fact = landed.fact().then(kind, tick.at(), "");
        Duration took = Duration.between(landed.shown().startedAt(), tick.at());
        fact = fact.with(LedgerFact.TOOK, String.valueOf(took.toMillis() / 1000.0));
        Optional<SnapshotRecord> shown = Optional.empty();
        if (done.path().isPresent()) {
            String path = done.path().get();
            fact = fact.with(LedgerFact.PATH, path);
            shown = Optional.of(log.savepointVerified(tick, landed.shown(), path, cluster.deployment()));
            cluster.retention().verified(job, path, tick.at());
        } else {
            log.completed(tick, landed.shown(), done.checkpointId());
        }
        if (done.checkpointId().isPresent()) {
            fact = fact.with(
                    LedgerFact.CHECKPOINT_ID, String.valueOf(done.checkpointId().getAsLong()));
        }
        facts.result(fact);
        shown.ifPresent(savepoint -> inspect(done.path().orElseThrow(), savepoint));
    }

    /** What it finds is for people: the savepoint counts whatever it is. */
    private void inspect(String path, SnapshotRecord shown) {
        var unused = Safely.ask(() -> cluster.port().inspect(path)).whenComplete((findings, error) -> {
            if (error == null) {
                inspected.add(new Inspected(shown, findings));
            }
        });
    }

    /** Where the job's facts go; for what the cluster does with the job's savepoints. */
    JobFacts facts() {
        return facts;
    }

    /**
     * For a job that is gone: an action may still be under way, of this leader or of an earlier one, and its result has to be
     * told.
     *
     * @param tick when
     * @return whether nothing is left to wait for; if not, to be called again in the next cycle
     */
    public boolean settle(Tick tick) {
        reading = null;
        assessment = null;
        boolean known = cluster.ledger().isNeeded() && cluster.ledger().past().isPresent();
        if (known) {
            // Nothing else will be triggered for it; if nothing is known of it, a wrong guess does no harm.
            adopt(tick, timeout.or(() -> Optional.of(Flight.DEFAULT_TIMEOUT)));
        }
        takeResults(tick);
        return flight == null && (adopted || !known);
    }

    /**
     * The monitor stops: tells what came of the last action, or that nobody waits for it any more.
     *
     * @param tick when
     */
    public void stop(Tick tick) {
        takeResults(tick);
        Flight left = flight;
        if (left != null) {
            log.left(left.shown());
        }
    }
}
