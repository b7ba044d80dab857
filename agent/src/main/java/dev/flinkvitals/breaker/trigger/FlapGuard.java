/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.trigger;

import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Words;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Holds a policy whose incidents come and go: each of them would get its action, and none of the actions would end it. Three
 * within an hour hold it until it was calm for an hour. Not thread safe.
 */
final class FlapGuard {
    static final int OPENINGS = 3;
    static final Duration WITHIN = Duration.ofHours(1);
    static final Duration CALM = Duration.ofHours(1);

    /** When the last incidents opened, the oldest first; at most {@link #OPENINGS}. */
    private final Deque<Duration> openings = new ArrayDeque<>();

    private boolean flapping;
    private Optional<Duration> calmSince = Optional.empty();

    /**
     * An incident opened.
     *
     * @return whether that makes it flap
     */
    boolean opened(Duration now) {
        openings.addLast(now);
        if (openings.size() > OPENINGS) {
            openings.removeFirst();
        }
        boolean often =
                openings.size() == OPENINGS && now.minus(openings.getFirst()).compareTo(WITHIN) <= 0;
        boolean begins = often && !flapping;
        flapping |= often;
        return begins;
    }

    /** The condition holds. */
    void present() {
        calmSince = Optional.empty();
    }

    /** The condition is known not to hold. */
    void absent(Duration now) {
        Duration since = calmSince.orElse(now);
        calmSince = Optional.of(since);
        if (now.minus(since).compareTo(CALM) >= 0) {
            flapping = false;
        }
    }

    Check check(String policy) {
        return flapping
                ? Check.of(
                        Rule.FLAPPING,
                        false,
                        policy + " came and went " + OPENINGS + " times within " + Words.time(WITHIN)
                                + "; held until it was calm for " + Words.time(CALM))
                : Check.of(Rule.FLAPPING, true, policy + " does not come and go");
    }
}
