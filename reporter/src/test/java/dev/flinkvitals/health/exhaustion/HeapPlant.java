/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * A synthetic generational heap of 4 GB, in steps of 10 s. Live data is a share of it given by a function of time; load promotes
 * garbage, which floats in the old generation until a mixed collection. That starts when the old generation fills 45 % of the
 * heap, or the given share above what the last one left if that is more, and leaves up to the given share of the garbage behind.
 */
final class HeapPlant {
    static final double STEP_SECONDS = 10;
    static final double HEAP_BYTES = 4e9;
    private static final double MARK_AT = 0.45;

    private final Random random;
    private final DoubleUnaryOperator live;
    private final DoubleUnaryOperator load;
    private final double leftBehind;
    private final double markAbove;
    private double garbage;
    private double afterLast;
    private double wander;

    /**
     * A heap.
     *
     * @param seed of its noise
     * @param live share of the heap that is live, by seconds
     * @param load records relative to the usual load, by seconds
     * @param leftBehind most that a mixed collection leaves of the floating garbage, as a share of it
     * @param markAbove share of the heap that fills between two mixed collections: 0.03 in about 3 min, 0.1 in about 10
     */
    HeapPlant(long seed, DoubleUnaryOperator live, DoubleUnaryOperator load, double leftBehind, double markAbove) {
        this.random = new Random(seed);
        this.live = live;
        this.load = load;
        this.leftBehind = leftBehind;
        this.markAbove = markAbove;
    }

    /** Live share at a time, with its noise: 1 % from sample to sample, and a slow wander of about 1 %. */
    double live(double seconds) {
        wander = 0.99 * wander + 0.0015 * random.nextGaussian();
        double value = live.applyAsDouble(seconds);
        return Math.max(0, Math.min(1, value * (1 + 0.01 * random.nextGaussian()) + wander));
    }

    /**
     * Moves on by a step.
     *
     * @param seconds time
     * @return share in use after the last mixed collection; 0 before the first
     */
    double afterCollection(double seconds) {
        double now = live(seconds);
        garbage += load.applyAsDouble(seconds) * (0.0012 + 0.0008 * random.nextDouble());
        double old = now + garbage;
        if (old >= Math.max(MARK_AT, afterLast + markAbove) || old >= 0.95) {
            garbage *= leftBehind * random.nextDouble();
            afterLast = Math.min(1, now + garbage);
        }
        return afterLast;
    }
}
