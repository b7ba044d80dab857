/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.breaker.preflight.Preflight;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Decides for one job when a checkpoint or savepoint is wanted and whether it may be triggered now.
 *
 * <p>Each cycle: {@link #wish}; if there is one, gather the evidence and {@link #decide}; on {@link Decision.Act} trigger it and
 * report {@link #triggered}, then exactly one of {@link #succeeded} and {@link #failed}. In monitor mode nothing is triggered,
 * but {@code triggered} and {@code succeeded} are reported all the same, so that budget and incidents behave as they would.
 *
 * <p>Guarantees, whatever the caller reports: an action is allowed only if every rule passed (unknown is no); one action at a
 * time; at most one per {@link SnapshotConfig#minInterval()} and {@link SnapshotConfig#maxPerDay()} in 24 hours; none of a kind
 * that failed twice in a row until a back-off has passed; and none for an incident that already got one.
 *
 * <p>Pure: time comes with assessments and ticks. Not thread safe.
 */
public final class SnapshotBreaker {
    private final SnapshotConfig config;
    private final Triggers triggers;
    private final Budget budget;
    private final Map<Action, Circuit> circuits = new EnumMap<>(Action.class);
    private Optional<Wish> inFlight = Optional.empty();
    private Optional<String> lastRefused = Optional.empty();

    /**
     * A breaker with random back-offs.
     *
     * @param config what it may do
     */
    public SnapshotBreaker(SnapshotConfig config) {
        this(config, RandomGenerator.getDefault());
    }

    /**
     * A breaker whose back-offs come from the given generator.
     *
     * @param config what it may do
     * @param random source of the jitter
     */
    public SnapshotBreaker(SnapshotConfig config, RandomGenerator random) {
        this.config = config;
        this.triggers = new Triggers(config);
        this.budget = new Budget(config);
        Backoff backoff = new Backoff(random);
        for (Action action : Action.values()) {
            circuits.put(action, new Circuit(backoff));
        }
    }

    /**
     * What the job needs now. To be called once per cycle, also while an action is in flight: it follows the incidents.
     *
     * @param assessment the judgement of this cycle
     * @return the most urgent wish; empty if nothing is wrong, too little is known, the incident got its action, an action is
     *     in flight, the job has ended, or the mode is off
     */
    public Optional<Wish> wish(Assessment assessment) {
        if (config.highest() == SnapshotConfig.Mode.OFF || assessment.phase().isTerminal()) {
            return Optional.empty();
        }
        List<Wish> wishes = triggers.wishes(assessment);
        if (wishes.isEmpty() || inFlight.isPresent()) {
            return Optional.empty();
        }
        // A wish that is refused cycle after cycle must not keep another one waiting: they take turns.
        return wishes.stream()
                .filter(wish -> !lastRefused.equals(Optional.of(wish.incident())))
                .findFirst()
                .or(() -> Optional.of(wishes.get(0)));
    }

    /**
     * Whether the wish may be carried out. Evidence that is expensive to gather (the canary) can be left out at first: if it is
     * all that stands in the way, gather it and ask again.
     *
     * @param wish as {@link #wish} gave it in this cycle
     * @param assessment the judgement of this cycle
     * @param reading what it rests on
     * @param evidence gathered right before
     * @return the decision with all verdicts
     * @throws IllegalArgumentException if the arguments are about different jobs
     */
    public Decision decide(Wish wish, Assessment assessment, JobReading reading, PreflightEvidence evidence) {
        if (!wish.job().equals(assessment.job()) || !wish.job().equals(reading.id())) {
            throw new IllegalArgumentException("wish for job " + wish.job() + ", assessment of " + assessment.job()
                    + ", reading of " + reading.id());
        }
        Preflight preflight = new Preflight(wish, assessment, reading, evidence, config);
        List<Check> checks = new ArrayList<>(preflight.checks());
        checks.addAll(ownChecks(wish.action(), reading.tick().elapsed()));
        Optional<String> tooLate = preflight.tooLate();
        String obstacles = checks.stream()
                .filter(check -> check.verdict() != Check.Verdict.PASS)
                .map(check -> check.rule().label() + ": " + check.evidence())
                .collect(Collectors.joining("; "));
        Decision decision = tooLate.<Decision>map(reason -> new Decision.TooLate(wish, checks, reason))
                .orElseGet(() -> obstacles.isEmpty()
                        ? new Decision.Act(wish, checks)
                        : new Decision.Refuse(wish, checks, obstacles));
        // While only the canary is awaited, handing the turn, and so the budget, to a lesser wish would be wrong.
        boolean keepsTurn =
                decision.fold(act -> true, Decision.Refuse::needsOnlyCanary, late -> false, useless -> false);
        lastRefused = keepsTurn ? Optional.empty() : Optional.of(wish.incident());
        return decision;
    }

    private List<Check> ownChecks(Action action, Duration now) {
        Check flight = inFlight.map(other -> new Check(
                        Rule.SINGLE_FLIGHT,
                        Check.Verdict.FAIL,
                        "a " + other.action().label() + " is in flight"))
                .orElseGet(() -> new Check(Rule.SINGLE_FLIGHT, Check.Verdict.PASS, "no action is in flight"));
        return List.of(flight, budget.check(now), circuit(action).check(now));
    }

    /**
     * The action was started (monitor mode: would have been).
     *
     * @param wish the wish that it fulfils
     * @param tick when
     * @throws IllegalStateException if an action is in flight, the budget is spent or the circuit is open; nothing changes
     */
    public void triggered(Wish wish, Tick tick) {
        for (Check check : ownChecks(wish.action(), tick.elapsed())) {
            if (check.verdict() != Check.Verdict.PASS) {
                throw new IllegalStateException(
                        "triggered although " + check.rule().label() + ": " + check.evidence());
            }
        }
        budget.spend(tick.elapsed());
        circuit(wish.action()).triggered(tick.elapsed());
        inFlight = Optional.of(wish);
    }

    /**
     * The action would have been carried out: it counts as done, so that budget and incidents behave as they would.
     *
     * @param wish the wish that it fulfils
     * @param tick when
     * @throws IllegalStateException as {@link #triggered} throws it
     */
    public void rehearsed(Wish wish, Tick tick) {
        triggered(wish, tick);
        succeeded(wish, tick);
    }

    /**
     * The action completed, and a savepoint could be read back.
     *
     * @param wish as triggered
     * @param tick when
     * @throws IllegalStateException if this action is not in flight
     */
    public void succeeded(Wish wish, Tick tick) {
        land(wish);
        circuit(wish.action()).succeeded();
        triggers.settle(wish.incident());
    }

    /**
     * The action failed or timed out, or a savepoint could not be read back. The incident keeps asking.
     *
     * @param wish as triggered
     * @param tick when
     * @throws IllegalStateException if this action is not in flight
     */
    public void failed(Wish wish, Tick tick) {
        land(wish);
        circuit(wish.action()).failed(tick.elapsed());
    }

    /** Ends the flight. The reason of a wish changes from cycle to cycle, its identity does not. */
    private void land(Wish wish) {
        boolean same = inFlight.filter(flying ->
                        flying.action() == wish.action() && flying.incident().equals(wish.incident()))
                .isPresent();
        if (!same) {
            throw new IllegalStateException(wish.action().label() + " for " + wish.incident() + " is not in flight");
        }
        inFlight = Optional.empty();
    }

    private Circuit circuit(Action action) {
        Circuit circuit = circuits.get(action);
        if (circuit == null) {
            throw new IllegalStateException("no circuit for " + action);
        }
        return circuit;
    }
}
