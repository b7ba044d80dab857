/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.circuit;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to leave a failing action alone: uniform between 0 and first · 2<sup>n</sup>, at least half of the first, at most 6 h.
 * The jitter keeps the jobs of a cluster, which fail together when their storage fails, from trying again together.
 */
public final class Backoff {
    /** Longer pauses would outlast most troubles by far. */
    static final Duration LONGEST = Duration.ofHours(6);

    private static final int MOST_DOUBLINGS = 30;

    private final Duration first;
    private final RandomGenerator random;

    /**
     * A back-off.
     *
     * @param first upper bound of the first pause, 1 ms to 6 h
     * @param random source of the jitter
     */
    public Backoff(Duration first, RandomGenerator random) {
        this.first = first;
        this.random = random;
    }

    /** The pause after the circuit opened for the n-th time in a row, counted from 0. */
    Duration pause(int openings) {
        long longest = LONGEST.toMillis();
        long grown = first.toMillis() << Math.min(openings, MOST_DOUBLINGS);
        long highest = Math.min(longest, grown);
        long drawn = random.nextLong(highest + 1);
        return Duration.ofMillis(Math.max(drawn, Math.min(longest, first.toMillis() / 2)));
    }
}
