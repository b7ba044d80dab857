/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.outcome;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.config.Policy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Policies whose action did harm or did not help: trying the same again would be no wiser. A policy has one action, so the
 * policy stands for the pair. Not thread safe.
 */
public final class Blacklist {
    /** Until a person has had a day to look. */
    static final Duration FOR = Duration.ofHours(24);

    private final Map<Policy, Duration> until = new EnumMap<>(Policy.class);

    /** Holds a policy for a day from now. */
    public void add(Policy policy, Duration now) {
        until.merge(policy, now.plus(FOR), (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }

    /** Whether the policy may act. */
    public Check check(Policy policy, Duration now) {
        Duration end = until.getOrDefault(policy, now);
        String action = "the " + Action.of(policy).label() + " for " + policy.label();
        return end.compareTo(now) > 0
                ? Check.of(
                        Rule.BLACKLIST,
                        false,
                        action + " did harm or did not help; held for another " + Words.time(end.minus(now)))
                : Check.of(Rule.BLACKLIST, true, action + " is not known to do harm or to be of no help");
    }
}
