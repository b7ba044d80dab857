/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.config.Policy;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tells a new decision from one that repeats in the next cycle: for the same incident and reasons it is the same decision. What
 * is triggered is another one each time: the savepoint after its probe, or after one that failed.
 * Not thread safe.
 */
public final class DecisionNews {
    /** By policy: refused wishes take turns, and each of them is told once. */
    private final Map<Policy, String> last = new EnumMap<>(Policy.class);

    /**
     * Takes a decision.
     *
     * @param decision what was decided
     * @param outcome what came of it
     * @return whether it is another one than before
     */
    public boolean isNews(Decision decision, DecisionRecord.Outcome outcome) {
        String failedRules = decision.checks().stream()
                .filter(check -> check.verdict() != Check.Verdict.PASS)
                .map(check -> check.rule().label())
                .sorted()
                .collect(Collectors.joining(","));
        String signature = decision.wish().incident() + '|' + outcome + '|' + failedRules;
        boolean repeats = signature.equals(last.put(decision.wish().policy(), signature));
        return !repeats || outcome == DecisionRecord.Outcome.TRIGGERED;
    }
}
