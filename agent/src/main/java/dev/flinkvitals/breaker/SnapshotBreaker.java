/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.breaker.BreakerEvent.Kind;
import dev.flinkvitals.breaker.Decision.Purpose;
import dev.flinkvitals.breaker.circuit.Circuit;
import dev.flinkvitals.breaker.preflight.Preflight;
import dev.flinkvitals.breaker.trigger.RestartCure;
import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.estimate.WindowClock;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Decides for one job when a checkpoint, a savepoint or a restart is wanted and whether it may be triggered now.
 *
 * <p>Each cycle: {@link #observe}, for every job of the cluster before any of them decides (the fleet guard wants to know of all
 * that are {@link #ill}); then for each of the modes {@code ACTIVE} and {@code MONITOR}: {@link #wish}; if there is one, gather
 * the evidence and {@link #decide}. On {@link Decision.Act} of a policy in mode {@code MONITOR} report {@link #rehearsed}; of
 * one in mode {@code ACTIVE} report {@link #triggered}, trigger {@link Decision.Act#action()}, and report exactly one of
 * {@link #completed}, {@link #failed}, {@link #lost} and {@link #abandoned}. {@link #takeEvents} gives what is to be written
 * down.
 *
 * <p>Guarantees, whatever the caller reports:
 *
 * <ul>
 *   <li>an action is allowed only if every rule passed; unknown is no;
 *   <li>one action at a time; at most one per {@link SnapshotConfig#minInterval()}, at most {@link SnapshotConfig#maxPerDay()}
 *       in 24 hours, probes and those of the {@link Past} included;
 *   <li>none of a kind that failed twice in a row until a back-off is over and a plain checkpoint completed; none for a day of a
 *       kind that did harm, or of a policy whose action did harm or did not help;
 *   <li>none for an incident that got one, or of which nobody knows whether it did, also before a take-over; none for incidents
 *       that come and go;
 *   <li>what is rehearsed neither uses nor holds what is done, and the other way round; only a policy in mode {@code ACTIVE} can
 *       be {@link #triggered}.
 * </ul>
 *
 * <p>A call that the state does not allow throws and changes nothing. What is remembered is bounded by the budget of a day and
 * the size of the readings. Pure: time comes with readings and ticks. Not thread safe.
 */
public final class SnapshotBreaker {
    private final SnapshotConfig config;
    private final Triggers triggers;
    private final Books real;
    private final Books rehearsal;
    private final Watches watches;
    private final WindowClock windows;
    private final BreakerEvents events = new BreakerEvents();

    /**
     * A breaker for a job without a past.
     *
     * @param config what it may do
     * @param health windows and horizon of the judgement
     * @param random source of the jitter
     */
    public SnapshotBreaker(SnapshotConfig config, HealthConfig health, RandomGenerator random) {
        this.config = config;
        this.triggers = new Triggers(config, health);
        this.real = new Books(config, random);
        this.rehearsal = new Books(config, random);
        this.watches = new Watches(config);
        this.windows = new WindowClock(health.window());
    }

    /**
     * A breaker that goes on where another one stopped.
     *
     * @param config what it may do
     * @param health windows and horizon of the judgement
     * @param random source of the jitter
     * @param past what the ledger tells
     * @param now when it takes over
     */
    public SnapshotBreaker(SnapshotConfig config, HealthConfig health, RandomGenerator random, Past past, Tick now) {
        this(config, health, random);
        real.restore(past, now);
        rehearsal.restoreRehearsals(past, now);
        triggers.restore(past.job(), now);
    }

    /**
     * Follows incidents, circuits and what came of actions. To be called once per cycle, also while an action is in flight.
     *
     * @param assessment the judgement of this cycle
     * @param reading what it rests on
     * @throws IllegalArgumentException if the two are about different jobs
     */
    public void observe(Assessment assessment, JobReading reading) {
        if (!assessment.job().equals(reading.id())) {
            throw new IllegalArgumentException(
                    "assessment of job " + assessment.job() + ", reading of " + reading.id());
        }
        boolean windowEnds = windows.advance(reading.tick().elapsed());
        triggers.observe(assessment, reading, windowEnds, events::tell);
        observe(real, SnapshotConfig.Mode.ACTIVE, reading);
        observe(rehearsal, SnapshotConfig.Mode.MONITOR, reading);
        watches.observe(assessment, reading, windowEnds, new Watches.Listener() {
            @Override
            public void outcome(Decision.Act act, Kind kind, String text) {
                events.tell(reading.tick(), kind, act, text);
                if (kind == Kind.HARMFUL) {
                    real.blacklist.add(act.wish().policy(), reading.tick().elapsed());
                    Action action = act.wish().action();
                    changed(
                            reading.tick(),
                            action,
                            real.circuit(action).harmed(reading.tick().elapsed()));
                }
            }

            @Override
            public void useless(Decision.Act act) {
                blacklist(act, reading.tick());
            }
        });
    }

    private void observe(Books books, SnapshotConfig.Mode mode, JobReading reading) {
        for (Map.Entry<Action, Circuit> entry : books.circuits.entrySet()) {
            Optional<Kind> change = entry.getValue().observe(reading.tick(), reading.checkpoints());
            if (mode == SnapshotConfig.Mode.ACTIVE) {
                changed(reading.tick(), entry.getKey(), change);
            }
        }
    }

    /** What happened since this was last asked, the oldest first. */
    public List<BreakerEvent> takeEvents() {
        return events.take();
    }

    /** Whether anything calls for an action in this cycle, sustained or not: what the fleet guard counts. */
    public boolean ill() {
        return triggers.ill();
    }

    /**
     * What the job needs now, as {@link #observe} saw it.
     *
     * @param mode {@code ACTIVE} for what would be done, {@code MONITOR} for what would be rehearsed
     * @return the wish whose turn it is; empty if nothing is wrong, too little is known, the incident got its action, an action
     *     is in flight, the job has ended, or no policy has this mode
     */
    public Optional<Wish> wish(SnapshotConfig.Mode mode) {
        return books(mode)
                .turn(triggers.wishes().stream()
                        .filter(wish -> config.mode(wish.policy()) == mode)
                        .toList());
    }

    /**
     * Whether the wish may be carried out. Evidence that is expensive to gather (the canary) can be left out at first: if it is
     * all that stands in the way, gather it and ask again.
     *
     * @param wish as {@link #wish} gave it in this cycle
     * @param assessment the judgement of this cycle
     * @param reading what it rests on
     * @param evidence about the job, gathered right before
     * @param surroundings about the rest of the world, gathered right before
     * @return the decision with all verdicts
     * @throws IllegalArgumentException if the arguments are about different jobs
     */
    public Decision decide(
            Wish wish,
            Assessment assessment,
            JobReading reading,
            PreflightEvidence evidence,
            Surroundings surroundings) {
        if (!wish.job().equals(assessment.job()) || !wish.job().equals(reading.id())) {
            throw new IllegalArgumentException("wish for job " + wish.job() + ", assessment of " + assessment.job()
                    + ", reading of " + reading.id());
        }
        Books books = books(config.mode(wish.policy()));
        Preflight preflight = new Preflight(wish, assessment, reading, evidence, config);
        List<Check> checks = new ArrayList<>(preflight.checks());
        checks.addAll(restraint(books, wish, reading, surroundings));
        Decision decision = decide(books, wish, assessment, preflight, checks);
        // While only the canary is awaited, handing the turn, and so the budget, to a lesser wish would be wrong.
        if (decision.fold(act -> true, Decision.Refuse::needsOnlyCanary, late -> false, useless -> false)) {
            books.keepsTurn(wish);
        } else {
            books.refused(wish);
        }
        return decision;
    }

    private static Decision decide(
            Books books, Wish wish, Assessment assessment, Preflight preflight, List<Check> checks) {
        Optional<String> useless =
                wish.action() == Action.RESTART ? RestartCure.wouldNotHelp(assessment) : Optional.empty();
        if (useless.isPresent()) {
            return new Decision.WouldNotHelp(wish, checks, useless.get());
        }
        Optional<String> tooLate = preflight.tooLate();
        if (tooLate.isPresent()) {
            return new Decision.TooLate(wish, checks, tooLate.get());
        }
        String obstacles = checks.stream()
                .filter(check -> check.verdict() != Check.Verdict.PASS)
                .map(check -> check.rule().label() + ": " + check.evidence())
                .collect(Collectors.joining("; "));
        return obstacles.isEmpty()
                ? new Decision.Act(wish, books.purpose(wish), checks)
                : new Decision.Refuse(wish, checks, obstacles);
    }

    private List<Check> restraint(Books books, Wish wish, JobReading reading, Surroundings surroundings) {
        List<Check> checks = new ArrayList<>();
        checks.add(surroundings.singleFlight(books.singleFlight()));
        checks.addAll(own(books, wish, books.purpose(wish), reading.tick(), reading.checkpoints()));
        checks.addAll(surroundings.checks(books == rehearsal));
        return checks;
    }

    private List<Check> own(Books books, Wish wish, Purpose purpose, Tick tick, CheckpointReading checkpoints) {
        return List.of(
                books.budget.check(tick.elapsed(), purpose),
                books.circuit(wish.action()).check(tick.elapsed(), checkpoints),
                triggers.flapping(wish.policy()),
                books.blacklist.check(wish.policy(), tick.elapsed()));
    }

    /**
     * The action was started.
     *
     * @param act as decided
     * @param tick when
     * @throws IllegalStateException if its policy is not in mode {@code ACTIVE}, an action is in flight, the budget is spent,
     *     the circuit is open, the policy is held, or the incident is over or got its action; nothing changes
     */
    public void triggered(Decision.Act act, Tick tick) {
        start(act, tick, SnapshotConfig.Mode.ACTIVE);
        watches.triggered(act, tick);
    }

    /**
     * The action would have been carried out: it counts as done in the books of the rehearsals.
     *
     * @param act as decided
     * @param tick when
     * @throws IllegalStateException if its policy is not in mode {@code MONITOR}, else as {@link #triggered} throws it
     */
    public void rehearsed(Decision.Act act, Tick tick) {
        start(act, tick, SnapshotConfig.Mode.MONITOR);
        rehearsal.land(act);
        triggers.settle(act.wish(), SnapshotConfig.Mode.MONITOR);
    }

    private void start(Decision.Act act, Tick tick, SnapshotConfig.Mode mode) {
        Wish wish = act.wish();
        Policy policy = wish.policy();
        if (config.mode(policy) != mode) {
            throw new IllegalStateException(policy.label() + " is " + config.mode(policy) + ", not " + mode);
        }
        Books books = books(mode);
        List<Check> checks = new ArrayList<>(List.of(books.singleFlight()));
        checks.add(books.budget.check(tick.elapsed(), act.purpose()));
        checks.add(triggers.flapping(policy));
        checks.add(books.blacklist.check(policy, tick.elapsed()));
        for (Check check : checks) {
            if (check.verdict() != Check.Verdict.PASS) {
                throw new IllegalStateException(
                        "triggered although " + check.rule().label() + ": " + check.evidence());
            }
        }
        if (!triggers.asks(wish)) {
            throw new IllegalStateException(wish.incident() + " is over, or got its action");
        }
        books.circuit(wish.action()).triggered(act.purpose());
        books.budget.spend(tick.elapsed(), act.purpose());
        books.inFlight = Optional.of(act);
    }

    /**
     * The action completed.
     *
     * @param act as triggered
     * @param verified whether a savepoint could be read back; true for anything else. One that could not counts as failed, and
     *     as of no help
     * @param tick when
     * @throws IllegalStateException if this is not in flight; nothing changes
     */
    public void completed(Decision.Act act, boolean verified, Tick tick) {
        if (!verified) {
            failed(act, tick);
            blacklist(act, tick);
            return;
        }
        Decision.Act flying = real.land(act);
        Action action = flying.wish().action();
        changed(tick, action, real.circuit(action).completed(flying.purpose()));
        if (flying.action() == Action.CHECKPOINT) {
            watches.triggeredAt(flying).ifPresent(at -> checkpointed(action, at, tick));
        }
        if (flying.purpose() == Purpose.ACTION || action == Action.CHECKPOINT) {
            triggers.settle(flying.wish(), SnapshotConfig.Mode.ACTIVE);
        }
        watches.ended(flying, true, tick);
    }

    /** Our checkpoint tells as much as one of the job's. */
    private void checkpointed(Action notFor, Tick triggeredAt, Tick tick) {
        real.circuits.forEach((action, circuit) -> {
            if (action != notFor) {
                changed(tick, action, circuit.checkpoint(triggeredAt.at(), true, tick.elapsed()));
            }
        });
    }

    /**
     * The action failed or timed out for certain: nothing came of it. The incident keeps asking.
     *
     * @param act as triggered
     * @param tick when
     * @throws IllegalStateException if this is not in flight; nothing changes
     */
    public void failed(Decision.Act act, Tick tick) {
        Decision.Act flying = real.land(act);
        Action action = flying.wish().action();
        changed(tick, action, real.circuit(action).failed(flying.purpose(), tick.elapsed()));
        watches.ended(flying, false, tick);
    }

    /**
     * Nobody knows what came of the action. It may have completed, so the incident asks for nothing more; and it may have
     * failed, so the circuit counts it.
     *
     * @param act as triggered
     * @param tick when
     * @throws IllegalStateException if this is not in flight; nothing changes
     */
    public void lost(Decision.Act act, Tick tick) {
        failed(act, tick);
        if (act.purpose() == Purpose.ACTION) {
            triggers.settle(act.wish(), SnapshotConfig.Mode.ACTIVE);
        }
    }

    /**
     * The action was not carried out after all, for certain: what it took from the budget is given back, and the incident keeps
     * asking. What kept it from being carried out may last, so the next try waits for half of {@link SnapshotConfig#backoff()}.
     *
     * @param act as triggered
     * @param tick when
     * @throws IllegalStateException if this is not in flight; nothing changes
     */
    public void abandoned(Decision.Act act, Tick tick) {
        Decision.Act flying = real.land(act);
        real.circuit(flying.wish().action()).abandoned(flying.purpose());
        real.budget.refund(tick.elapsed());
        watches.forget(flying);
    }

    private void blacklist(Decision.Act act, Tick tick) {
        Policy policy = act.wish().policy();
        real.blacklist.add(policy, tick.elapsed());
        events.tell(
                tick,
                Kind.BLACKLISTED,
                act,
                real.blacklist.check(policy, tick.elapsed()).evidence());
    }

    private void changed(Tick tick, Action action, Optional<Kind> change) {
        events.changed(tick, action, change, real.circuit(action));
    }

    private Books books(SnapshotConfig.Mode mode) {
        return mode == SnapshotConfig.Mode.ACTIVE ? real : rehearsal;
    }
}
