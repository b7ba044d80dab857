/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.config.SnapshotConfig;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many actions a job may see: one per minimum interval, and so many in 24 hours. Not thread safe. */
final class Budget {
    private static final Duration DAY = Duration.ofHours(24);

    private final Duration minInterval;
    private final int maxPerDay;
    /** Elapsed times of the actions of the last day, the oldest first. */
    private final Deque<Duration> spent = new ArrayDeque<>();

    Budget(SnapshotConfig config) {
        this.minInterval = config.minInterval();
        this.maxPerDay = config.maxPerDay();
    }

    Check check(Duration now) {
        Duration last = spent.peekLast();
        if (last != null && now.minus(last).compareTo(minInterval) < 0) {
            return verdict(
                    Check.Verdict.FAIL,
                    "last action " + Words.time(now.minus(last)) + " ago, needs " + Words.time(minInterval));
        }
        long today =
                spent.stream().filter(at -> now.minus(at).compareTo(DAY) < 0).count();
        return verdict(
                today < maxPerDay ? Check.Verdict.PASS : Check.Verdict.FAIL,
                today + " of " + maxPerDay + " actions within 24 h");
    }

    /** Takes one action off the budget; the caller has seen {@link #check} pass. */
    void spend(Duration now) {
        if (check(now).verdict() != Check.Verdict.PASS) {
            throw new IllegalStateException(
                    "triggered beyond the budget: " + check(now).evidence());
        }
        spent.removeIf(at -> now.minus(at).compareTo(DAY) >= 0);
        spent.addLast(now);
    }

    private static Check verdict(Check.Verdict verdict, String evidence) {
        return new Check(Rule.BUDGET, verdict, evidence);
    }
}
