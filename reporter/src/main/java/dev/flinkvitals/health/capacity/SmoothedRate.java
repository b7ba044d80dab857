/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import java.util.OptionalDouble;

/**
 * A positive rate, smoothed over windows by its logarithm: an exponentially weighted mean with a half-life of five windows. Two
 * windows in a row that are off to the same side by a quarter are no noise: then it starts over from there. The last good value
 * is kept for thirty windows. Not thread-safe.
 */
final class SmoothedRate {
    private static final double HALF_LIFE_WINDOWS = 5;
    private static final double WEIGHT = 1 - Math.pow(0.5, 1 / HALF_LIFE_WINDOWS);
    private static final double STEP = Math.log(1.25);
    private static final int KEPT_WINDOWS = 30;

    private double mean;
    private double scatter;
    private int samples;
    private int age;
    private int off;

    /** Takes the rate of a window; one that is not a positive number counts as none. */
    void add(OptionalDouble rate) {
        double value = rate.orElse(0);
        if (!(value > 0) || Double.isInfinite(value)) {
            age++;
            if (age > KEPT_WINDOWS) {
                samples = 0;
                off = 0;
            }
            return;
        }
        age = 0;
        double log = Math.log(value);
        double deviation = log - mean;
        if (samples > 0 && Math.abs(deviation) > STEP) {
            off = deviation > 0 ? Math.max(1, off + 1) : Math.min(-1, off - 1);
            if (Math.abs(off) < 2) {
                return;
            }
            samples = 0;
        }
        off = 0;
        samples++;
        double weight = Math.max(WEIGHT, 1.0 / samples);
        if (samples == 1) {
            mean = log;
            scatter = 0;
        } else {
            scatter += weight * (Math.abs(deviation) - scatter);
            mean += weight * deviation;
        }
    }

    /** The smoothed rate; empty before the first and when the last good one is too old. */
    OptionalDouble value() {
        return samples == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.exp(mean));
    }

    /** Usual deviation of a window from the mean, relative. */
    double scatter() {
        return scatter;
    }

    /** Windows since the last good value. */
    int age() {
        return age;
    }
}
