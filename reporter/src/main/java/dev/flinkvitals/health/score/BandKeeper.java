/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.score;

import dev.flinkvitals.health.estimate.Times;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the colour from flickering: green from 80, yellow from 60, red below. A colour is left only when the score is 2.5
 * beyond its border and stays there for half a window downward, three windows upward (30 s and 3 min at a window of 60 s).
 * Not thread-safe.
 */
public final class BandKeeper {
    private static final double GREEN = 80;
    private static final double YELLOW = 60;
    private static final double HYSTERESIS = 2.5;
    private static final double DWELL_DOWN_WINDOWS = 0.5;
    private static final double DWELL_UP_WINDOWS = 3;

    private final Duration dwellDown;
    private final Duration dwellUp;
    private @Nullable Band band;
    private @Nullable Band candidate;
    private Duration candidateSince = Duration.ZERO;

    BandKeeper(Duration window) {
        this.dwellDown = Times.times(window, DWELL_DOWN_WINDOWS);
        this.dwellUp = Times.times(window, DWELL_UP_WINDOWS);
    }

    /**
     * Takes the smoothed score of one cycle.
     *
     * @param score 0 to 100
     * @param elapsed monotonic time of this cycle
     * @param hardFault whether a worse colour takes effect at once
     * @return green, yellow or red
     */
    Band update(double score, Duration elapsed, boolean hardFault) {
        Band current = band;
        if (current == null) {
            band = of(score);
            return of(score);
        }
        Band wanted = wanted(score, current);
        if (wanted == current) {
            candidate = null;
            return current;
        }
        if (candidate != wanted) {
            candidate = wanted;
            candidateSince = elapsed;
        }
        boolean worse = wanted.compareTo(current) > 0;
        Duration dwell = worse ? dwellDown : dwellUp;
        if ((worse && hardFault) || elapsed.minus(candidateSince).compareTo(dwell) >= 0) {
            candidate = null;
            band = wanted;
            return wanted;
        }
        return current;
    }

    private static Band wanted(double score, Band current) {
        Band optimistic = of(score + HYSTERESIS);
        Band pessimistic = of(score - HYSTERESIS);
        if (optimistic.compareTo(current) > 0) {
            return optimistic;
        }
        return pessimistic.compareTo(current) < 0 ? pessimistic : current;
    }

    private static Band of(double score) {
        if (score >= GREEN) {
            return Band.GREEN;
        }
        return score >= YELLOW ? Band.YELLOW : Band.RED;
    }
}
