/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.score;

import dev.flinkvitals.config.HealthConfig;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Turns the score of each cycle into the published score and colour. Smoothing starts with the first cycle that is
 * confident, so that what a job looked like while it was still being learnt leaves no trace. Not thread-safe.
 */
public final class ScorePublisher {
    /** Below it the colour is unknown. */
    private static final double CONFIDENT = 0.5;
    /** Highest score while an important component is unknown: never green. */
    private static final double CAP = 79;

    private final ScoreSmoother smoother;
    private final BandKeeper bands;
    private boolean learnt;

    public ScorePublisher(HealthConfig config) {
        smoother = new ScoreSmoother(config.window());
        bands = new BandKeeper(config.window());
    }

    /**
     * The published score.
     *
     * @param score smoothed and capped; empty if nothing is known
     * @param band its colour
     */
    public record Published(OptionalDouble score, Band band) {}

    /**
     * Publishes one cycle.
     *
     * @param verdict the weighed components
     * @param confidence 0 to 1
     * @param elapsed monotonic time of this cycle
     * @param jobDown whether the job is down: red, whatever else is not known
     * @param exhaustionNear whether a resource is used up within minutes
     * @return score and colour
     */
    public Published publish(
            Verdict verdict, double confidence, Duration elapsed, boolean jobDown, boolean exhaustionNear) {
        if (verdict.rawScore().isEmpty()) {
            return new Published(OptionalDouble.empty(), Band.UNKNOWN);
        }
        double raw = verdict.rawScore().getAsDouble();
        boolean confident = confidence >= CONFIDENT;
        learnt |= confident || jobDown;
        if (!learnt) {
            return new Published(OptionalDouble.of(capped(raw, verdict)), Band.UNKNOWN);
        }
        boolean hardFault = jobDown || exhaustionNear;
        double smoothed = smoother.update(raw, elapsed, hardFault);
        Band band = bands.update(smoothed, elapsed, hardFault);
        return new Published(OptionalDouble.of(capped(smoothed, verdict)), band(band, verdict, confident, jobDown));
    }

    private static double capped(double score, Verdict verdict) {
        return verdict.mayBeGreen() ? score : Math.min(CAP, score);
    }

    private static Band band(Band band, Verdict verdict, boolean confident, boolean jobDown) {
        if (jobDown) {
            return Band.RED;
        }
        if (!confident) {
            return Band.UNKNOWN;
        }
        return band == Band.GREEN && !verdict.mayBeGreen() ? Band.YELLOW : band;
    }
}
