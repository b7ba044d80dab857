/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.stability;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.JobFailure;
import dev.flinkvitals.signals.RestartReading;
import dev.flinkvitals.signals.RestartStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The pauses of a restart strategy, replayed over the failures that are known: each failure multiplies the pause, up to its
 * maximum; a quiet time starts it again; failures that arrive during a pause count as one ({@code
 * ExponentialDelayRestartBackoffTimeStrategy}, the same in 1.20 to 2.3; jitter left out). A pause that does not grow has the
 * multiplier 1.
 *
 * @param current pause after the newest failure; empty if there was none
 * @param next pause that a failure now would bring
 * @param growth the current pause over the first one; 1 once a quiet time has made it start again
 */
public record Backoff(Optional<Duration> current, Duration next, double growth) {
    /**
     * The pauses at a moment.
     *
     * @param restarts strategy and failures
     * @param now when
     * @return the pauses; empty if the strategy is not known or does not restart
     */
    public static Optional<Backoff> of(RestartReading restarts, Instant now) {
        return restarts.strategy()
                .filter(strategy -> !strategy.neverRestarts())
                .map(strategy -> replay(strategy, restarts.failures(), now));
    }

    private static Backoff replay(RestartStrategy strategy, List<JobFailure> newestFirst, Instant now) {
        double initial = Math.max(0, Times.seconds(strategy.initialBackoff()));
        double most = Math.max(initial, Times.seconds(strategy.maxBackoff()));
        double factor = strategy.multiplier() >= 1 ? strategy.multiplier() : 1;
        OptionalDouble pause = OptionalDouble.empty();
        Instant restartedAt = Instant.EPOCH;
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            Instant at = newestFirst.get(i).at();
            if (pause.isPresent() && !at.isAfter(restartedAt)) {
                continue;
            }
            double following = following(pause, restartedAt, at, strategy, initial, most, factor);
            pause = OptionalDouble.of(following);
            restartedAt = at.plus(Times.ofSeconds(following));
        }
        Optional<Duration> current =
                pause.isPresent() ? Optional.of(Times.ofSeconds(pause.getAsDouble())) : Optional.empty();
        Duration next = Times.ofSeconds(following(pause, restartedAt, now, strategy, initial, most, factor));
        boolean grown = initial > 0 && pause.isPresent() && !isQuiet(restartedAt, now, strategy);
        return new Backoff(current, next, grown ? pause.getAsDouble() / initial : 1);
    }

    private static double following(
            OptionalDouble pause,
            Instant restartedAt,
            Instant failure,
            RestartStrategy strategy,
            double initial,
            double most,
            double factor) {
        boolean grows = factor > 1 && pause.isPresent() && !isQuiet(restartedAt, failure, strategy);
        return grows ? Math.min(most, pause.getAsDouble() * factor) : initial;
    }

    private static boolean isQuiet(Instant restartedAt, Instant now, RestartStrategy strategy) {
        return Duration.between(restartedAt, now).compareTo(strategy.resetAfter()) >= 0;
    }
}
