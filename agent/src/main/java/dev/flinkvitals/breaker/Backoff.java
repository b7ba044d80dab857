/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to leave a failing action alone: uniform between 0 and 10 min · 2<sup>n</sup>, at least 5 min, at most 6 h. The
 * jitter keeps the jobs of a cluster, which fail together when their storage fails, from trying again together.
 */
final class Backoff {
    static final Duration SHORTEST = Duration.ofMinutes(5);
    static final Duration LONGEST = Duration.ofHours(6);
    private static final Duration FIRST = Duration.ofMinutes(10);
    private static final int DOUBLINGS_TO_LONGEST = 6;

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The pause after the breaker opened for the n-th time in a row, counted from 0. */
    Duration pause(int openings) {
        Duration grown = FIRST.multipliedBy(1L << Math.min(openings, DOUBLINGS_TO_LONGEST));
        Duration highest = grown.compareTo(LONGEST) > 0 ? LONGEST : grown;
        Duration drawn = Duration.ofMillis(random.nextLong(highest.toMillis() + 1));
        return drawn.compareTo(SHORTEST) < 0 ? SHORTEST : drawn;
    }
}
