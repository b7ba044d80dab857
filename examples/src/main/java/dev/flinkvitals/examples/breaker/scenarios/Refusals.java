/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.scenarios;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkvitals.examples.breaker.BreakerView;
import dev.flinkvitals.examples.breaker.BreakerView.DecisionView;
import dev.flinkvitals.examples.breaker.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Savepoints that have to be refused, each for its reason, and what came of it. What a scenario does not get to counts as
 * wrong. Not thread safe.
 */
final class Refusals implements AutoCloseable {
    private static final String SAVEPOINT = "savepoint";

    private final Stage stage;
    private final Map<String, Optional<DecisionView>> found = new TreeMap<>();

    /**
     * None was seen yet.
     *
     * @param stage where it is played
     * @param names what all of them are called
     */
    Refusals(Stage stage, List<String> names) {
        this.stage = stage;
        names.forEach(name -> found.put(name, Optional.empty()));
    }

    /**
     * Waits until a savepoint is refused for a reason, and for no other.
     *
     * @param name one of the names
     * @param job whose savepoint
     * @param rules the reason: at least one of these rules has to stand in the way
     * @param beside what may stand in the way beside it, since it comes of the same
     * @param timeout longest wait
     */
    void await(String name, ProtectedJob job, Set<String> rules, Set<String> beside, Duration timeout) {
        int before = job.look().savepoints().size();
        BreakerView view = job.await(
                name + ": a savepoint that is refused because of " + rules,
                timeout,
                said -> refusedFor(said, rules, beside).isPresent());
        int triggered = view.savepoints().size() - before;
        stage.proof().expect(triggered == 0, name + ": " + triggered + " savepoints were triggered");
        if (triggered == 0) {
            found.put(name, refusedFor(view, rules, beside));
        }
    }

    private static Optional<DecisionView> refusedFor(BreakerView view, Set<String> rules, Set<String> beside) {
        return view.newestDecision(SAVEPOINT).filter(DecisionView::isRefusal).filter(decision -> {
            Set<String> reasons = reasons(decision);
            boolean named = reasons.stream().anyMatch(rules::contains);
            return named && reasons.stream().allMatch(rule -> rules.contains(rule) || beside.contains(rule));
        });
    }

    /** A canary that was not sent is no reason: it is sent when nothing else is in the way. */
    private static Set<String> reasons(DecisionView decision) {
        return decision.obstacles().stream()
                .filter(rule -> !rule.equals("canary") || decision.failed().contains(rule))
                .collect(Collectors.toSet());
    }

    /** Writes down how many were right. */
    @Override
    public void close() {
        ObjectNode json = stage.proof().measured().withObject("/refusals");
        found.forEach((name, decision) ->
                json.put(name, decision.map(DecisionView::reason).orElse(null)));
        stage.proof().count("refusals_expected", found.size());
        stage.proof()
                .count(
                        "refusals_right",
                        found.values().stream().filter(Optional::isPresent).count());
        found.forEach(
                (name, decision) -> stage.proof().expect(decision.isPresent(), name + ": not refused as expected"));
    }
}
