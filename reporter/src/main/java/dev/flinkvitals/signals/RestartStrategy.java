/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How Flink restarts the job.
 *
 * @param kind Flink's name of the strategy: {@code exponential-delay}, {@code fixed-delay}, {@code failure-rate}, {@code none}
 * @param initialBackoff pause before the first restart
 * @param maxBackoff longest pause
 * @param multiplier factor from one pause to the next, 1 or more
 * @param resetAfter time without a failure after which the pause starts again; for {@code failure-rate} the interval over
 *     which failures count; zero for the others
 * @param maxAttempts restarts (for {@code failure-rate}: within {@code resetAfter}) until the job fails for good; empty if
 *     there is no limit
 */
public record RestartStrategy(
        String kind,
        Duration initialBackoff,
        Duration maxBackoff,
        double multiplier,
        Duration resetAfter,
        OptionalInt maxAttempts) {
    /** Flink's name of the strategy that does not restart. */
    public static final String NONE = "none";

    /** Whether the first failure ends the job. */
    public boolean neverRestarts() {
        return kind.equals(NONE);
    }
}
