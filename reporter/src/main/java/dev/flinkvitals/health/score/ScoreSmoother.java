/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.score;

import dev.flinkvitals.health.estimate.Times;
import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Follows the score fast downward and slowly upward: half of a fall, but 3 % of a rise, within a sixth of a window (10 s
 * at a window of 60 s). Not thread-safe.
 */
public final class ScoreSmoother {
    private static final double DOWN = 0.5;
    private static final double UP = 0.03;
    private static final double STEPS_PER_WINDOW = 6;

    private final double stepSeconds;
    private OptionalDouble value = OptionalDouble.empty();
    private @Nullable Duration at;

    ScoreSmoother(Duration window) {
        this.stepSeconds = Times.seconds(window) / STEPS_PER_WINDOW;
    }

    /**
     * Takes the score of one cycle.
     *
     * @param score 0 to 100
     * @param elapsed monotonic time of this cycle
     * @param hardFault whether a fall takes effect at once
     * @return the smoothed score
     */
    double update(double score, Duration elapsed, boolean hardFault) {
        double before = value.orElse(score);
        double steps = at == null ? 0 : Times.seconds(elapsed.minus(at)) / stepSeconds;
        boolean falls = score < before;
        double remaining = falls && hardFault ? 0 : Math.pow(1 - (falls ? DOWN : UP), steps);
        double now = score + (before - score) * remaining;
        value = OptionalDouble.of(now);
        at = elapsed;
        return now;
    }
}
