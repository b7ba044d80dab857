/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.breaker.Decision.Purpose;
import dev.flinkvitals.breaker.circuit.Backoff;
import dev.flinkvitals.breaker.circuit.Budget;
import dev.flinkvitals.breaker.circuit.Circuit;
import dev.flinkvitals.breaker.ledger.PastAction;
import dev.flinkvitals.breaker.ledger.PastAction.Result;
import dev.flinkvitals.breaker.outcome.Blacklist;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a job's actions left behind: budget, circuits, blacklist, what is in flight, and whose turn it is. There is one for
 * what is done and one for what is rehearsed, so that neither eats the other's. Not thread safe.
 */
final class Books {
    final Budget budget;
    final Blacklist blacklist = new Blacklist();
    final Map<Action, Circuit> circuits = new EnumMap<>(Action.class);
    Optional<Decision.Act> inFlight = Optional.empty();

    /** When each policy was last refused, counted in refusals. */
    private final Map<Policy, Long> refused = new EnumMap<>(Policy.class);

    private long refusals;

    Books(SnapshotConfig config, RandomGenerator random) {
        this.budget = new Budget(config);
        Backoff backoff = new Backoff(config.backoff(), random);
        for (Action action : Action.values()) {
            circuits.put(action, new Circuit(backoff));
        }
    }

    /** Takes what was done in the past into account. */
    void restore(Past past, Tick now) {
        List<PastAction> done = past.job().spent(now.at());
        done.forEach(one -> budget.remember(Past.elapsed(one.at(), now), purpose(one)));
        done.stream()
                .sorted(Comparator.comparing(PastAction::resultAt))
                .forEach(one -> remember(one, Past.elapsed(one.resultAt(), now)));
        restrain(past, now);
    }

    /** Takes what was rehearsed in the past into account. */
    void restoreRehearsals(Past past, Tick now) {
        past.job().rehearsals().forEach(at -> budget.remember(Past.elapsed(at, now), Purpose.ACTION));
        restrain(past, now);
    }

    private void restrain(Past past, Tick now) {
        if (past.takeOver()) {
            budget.empty(now.elapsed());
        }
        past.unknownUntil()
                .filter(until -> until.isAfter(now.at()))
                .ifPresent(until -> budget.unreadable(now.elapsed().plus(Duration.between(now.at(), until))));
    }

    private static Purpose purpose(PastAction done) {
        return done.probe() ? Purpose.PROBE : Purpose.ACTION;
    }

    private void remember(PastAction done, Duration at) {
        Circuit circuit = circuit(Action.of(done.policy()));
        boolean completed = done.result() == Result.DONE || done.result() == Result.USELESS;
        circuit.remember(purpose(done), completed, new Tick(done.resultAt(), at));
        if (done.result() == Result.HARMFUL) {
            circuit.harmed(at);
        }
        if (done.result() == Result.HARMFUL || done.result() == Result.USELESS) {
            blacklist.add(done.policy(), at);
        }
    }

    Circuit circuit(Action action) {
        Circuit circuit = circuits.get(action);
        if (circuit == null) {
            throw new IllegalStateException("no circuit for " + action);
        }
        return circuit;
    }

    Check singleFlight() {
        return inFlight.map(other -> Check.of(
                        Rule.SINGLE_FLIGHT, false, "a " + other.action().label() + " is in flight"))
                .orElseGet(() -> Check.of(Rule.SINGLE_FLIGHT, true, "no action is in flight"));
    }

    /** What a wish would be triggered for now. */
    Purpose purpose(Wish wish) {
        return circuit(wish.action()).allowed().orElse(Purpose.ACTION);
    }

    /**
     * The wish whose turn it is: the most urgent that was not refused, else the one that was refused longest ago. One that is
     * refused cycle after cycle must not keep the others waiting.
     */
    Optional<Wish> turn(List<Wish> urgentFirst) {
        if (inFlight.isPresent()) {
            return Optional.empty();
        }
        return urgentFirst.stream().min(Comparator.comparing(wish -> refused.getOrDefault(wish.policy(), 0L)));
    }

    void refused(Wish wish) {
        refusals++;
        refused.put(wish.policy(), refusals);
    }

    void keepsTurn(Wish wish) {
        refused.remove(wish.policy());
    }

    /** What is in flight, if it is what the caller says. The reason of a wish changes from cycle to cycle, its identity does not. */
    Decision.Act land(Decision.Act act) {
        Decision.Act flying = inFlight.filter(other -> other.purpose() == act.purpose()
                        && other.wish().policy() == act.wish().policy()
                        && other.wish().incident().equals(act.wish().incident()))
                .orElseThrow(() -> new IllegalStateException(
                        act.action().label() + " for " + act.wish().incident() + " is not in flight"));
        inFlight = Optional.empty();
        return flying;
    }
}
