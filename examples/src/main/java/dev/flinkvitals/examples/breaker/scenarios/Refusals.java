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
     * Waits until a savepoint is refused for a reason.
     *
     * @param name one of the names
     * @param job whose savepoint
     * @param rules the reason: one of these rules has to stand in the way
     * @param timeout longest wait
     */
    void await(String name, ProtectedJob job, Set<String> rules, Duration timeout) {
        int before = job.look().savepoints().size();
        DecisionView refusal = job.await(
                        name + ": a savepoint that is refused because of " + rules,
                        timeout,
                        view -> refusedFor(view, rules).isPresent())
                .newestDecision(SAVEPOINT)
                .orElseThrow();
        int after = job.look().savepoints().size();
        stage.proof().expect(after == before, name + ": " + (after - before) + " savepoints were triggered");
        if (after == before) {
            found.put(name, Optional.of(refusal));
        }
    }

    private static Optional<DecisionView> refusedFor(BreakerView view, Set<String> rules) {
        return view.newestDecision(SAVEPOINT)
                .filter(DecisionView::isRefusal)
                .filter(decision -> decision.obstacles().stream()
                        // A canary that was not sent is no reason: it is sent when nothing else is in the way.
                        .filter(rule ->
                                !rule.equals("canary") || decision.failed().contains(rule))
                        .anyMatch(rules::contains));
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
