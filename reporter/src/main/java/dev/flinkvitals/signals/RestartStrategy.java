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
 * @param resetAfter time without a failure after which the pause starts again; zero if it never grows
 * @param maxAttempts restarts until the job fails for good; empty if there is no limit
 */
public record RestartStrategy(
        String kind,
        Duration initialBackoff,
        Duration maxBackoff,
        double multiplier,
        Duration resetAfter,
        OptionalInt maxAttempts) {}
