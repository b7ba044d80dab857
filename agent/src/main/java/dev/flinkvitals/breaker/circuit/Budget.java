/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.circuit;

import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Decision.Purpose;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.config.SnapshotConfig;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * How many actions a job may see: a bucket of one token that is filled once per minimum interval, and so many actions in 24
 * hours. A probe takes no token, but counts within the 24 hours. Remembers at most a day's actions. Not thread safe.
 */
public final class Budget {
    static final Duration DAY = Duration.ofHours(24);

    private final Duration minInterval;
    private final int maxPerDay;
    private final Duration retryAfter;
    /** What was triggered within the last day, the oldest first. */
    private final Deque<Spent> spent = new ArrayDeque<>();

    private Optional<Duration> retryAt = Optional.empty();
    private Optional<Duration> emptiedAt = Optional.empty();
    private Optional<Duration> unreadableUntil = Optional.empty();

    private record Spent(Duration at, Purpose purpose) {}

    /** A full budget. */
    public Budget(SnapshotConfig config) {
        this.minInterval = config.minInterval();
        this.maxPerDay = config.maxPerDay();
        this.retryAfter = config.backoff().dividedBy(2);
    }

    /**
     * Takes an action of the past into account, the oldest first. More of them than a day allows are taken all the same.
     *
     * @param at when it was triggered
     * @param purpose what for
     */
    public void remember(Duration at, Purpose purpose) {
        spent.addLast(new Spent(at, purpose));
    }

    /** Empties the bucket: another leader may have acted a moment ago. */
    public void empty(Duration now) {
        emptiedAt = Optional.of(now);
    }

    /** Nobody knows what was spent, so until then all of it counts as spent. */
    public void unreadable(Duration until) {
        unreadableUntil = Optional.of(until);
    }

    /**
     * Whether something may be triggered.
     *
     * @param now when
     * @param purpose the action itself, or a probe
     * @return the verdict
     */
    public Check check(Duration now, Purpose purpose) {
        if (unreadableUntil.isPresent() && now.compareTo(unreadableUntil.get()) < 0) {
            return verdict(
                    false,
                    "what was done before cannot be read and counts as spent for another "
                            + Words.time(unreadableUntil.get().minus(now)));
        }
        if (retryAt.isPresent() && now.compareTo(retryAt.get()) < 0) {
            return verdict(
                    false,
                    "the last one was not carried out, next try in "
                            + Words.time(retryAt.get().minus(now)));
        }
        Optional<Check> noToken = purpose == Purpose.ACTION ? noToken(now) : Optional.empty();
        if (noToken.isPresent()) {
            return noToken.get();
        }
        long today = spent.stream()
                .filter(one -> now.minus(one.at()).compareTo(DAY) < 0)
                .count();
        return verdict(today < maxPerDay, today + " of " + maxPerDay + " actions within 24 h");
    }

    private Optional<Check> noToken(Duration now) {
        Optional<Duration> last = spent.stream()
                .filter(one -> one.purpose() == Purpose.ACTION)
                .map(Spent::at)
                .reduce((older, newer) -> newer);
        if (last.isPresent() && now.minus(last.get()).compareTo(minInterval) < 0) {
            return Optional.of(verdict(
                    false,
                    "last action " + Words.time(now.minus(last.get())) + " ago, needs " + Words.time(minInterval)));
        }
        return emptiedAt
                .filter(at -> now.minus(at).compareTo(minInterval) < 0)
                .map(at -> verdict(
                        false,
                        "this JobManager took over " + Words.time(now.minus(at)) + " ago, needs "
                                + Words.time(minInterval)));
    }

    /** Takes something off the budget; the caller has seen {@link #check} pass. */
    public void spend(Duration now, Purpose purpose) {
        Check check = check(now, purpose);
        if (check.verdict() != Check.Verdict.PASS) {
            throw new IllegalStateException("triggered beyond the budget: " + check.evidence());
        }
        spent.removeIf(one -> now.minus(one.at()).compareTo(DAY) >= 0);
        spent.addLast(new Spent(now, purpose));
    }

    /**
     * Gives back what was spent last: it was not triggered after all. What kept it from that may last, so the next try has to
     * wait for half of the first back-off.
     */
    public void refund(Duration now) {
        spent.pollLast();
        retryAt = Optional.of(now.plus(retryAfter));
    }

    private static Check verdict(boolean pass, String evidence) {
        return Check.of(Rule.BUDGET, pass, evidence);
    }
}
