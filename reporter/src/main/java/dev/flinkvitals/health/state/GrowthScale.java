/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.state;

import dev.flinkvitals.health.estimate.Envelope;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The growth of one state on one scale of time, beside that of its input and of its keys. Not thread-safe. */
final class GrowthScale {
    private static final int BUCKETS = 24;
    /** Checkpoints come when they come: some buckets hold two of them and some none. */
    private static final int NEEDED_BUCKETS = 16;

    private static final int NEEDED_SAMPLES = 24;
    /** Checkpoints of a database whose compactions have just run are smaller by a fifth or so. */
    private static final double RESET_FALL = 0.25;
    /** Growth that comes with as much growth of the input is that of a busy job: 80 % leave room for noise. */
    private static final double EXPLAINED = 0.8;

    private final Envelope size;
    private final Envelope inflow;
    private final Envelope keys;
    private int samples;
    private Envelope.@Nullable Growth growth;
    private OptionalDouble slope = OptionalDouble.empty();
    private double keyShare;
    private double inflowShare;

    GrowthScale(double bucketSeconds, double peakSeconds) {
        size = new Envelope(bucketSeconds, BUCKETS, RESET_FALL, peakSeconds);
        inflow = new Envelope(bucketSeconds, BUCKETS, Double.POSITIVE_INFINITY, peakSeconds);
        keys = new Envelope(bucketSeconds, BUCKETS, RESET_FALL, peakSeconds);
    }

    void add(double seconds, double bytes, OptionalDouble recordsPerSecond, OptionalDouble keyCount) {
        samples = Math.min(NEEDED_SAMPLES, samples + 1);
        recordsPerSecond.ifPresent(rate -> inflow.add(seconds, rate, rate));
        keyCount.ifPresent(count -> keys.add(seconds, count, count));
        if (size.add(seconds, bytes, Math.max(bytes, size.level().orElse(0)))) {
            growth = size.growth().orElse(null);
            slope = size.slope();
            // Only a growing size needs its explanation.
            inflowShare = growth == null ? 0 : relative(inflow);
            keyShare = growth == null ? 0 : relative(keys);
        }
    }

    /** Growth per second as a share of the median; 0 if there is no trend. */
    private static double relative(Envelope envelope) {
        double median = envelope.median().orElse(0);
        return envelope.growth()
                .map(g -> median > 0 ? g.test().slope() / median : 0)
                .orElse(0.0);
    }

    /** Whether it has seen enough to tell. */
    boolean isReady() {
        return size.buckets() >= NEEDED_BUCKETS && samples >= NEEDED_SAMPLES;
    }

    /** How much of what it needs it has seen, 0 to 1. */
    double progress() {
        return Math.min((double) size.buckets() / NEEDED_BUCKETS, (double) samples / NEEDED_SAMPLES);
    }

    /**
     * Whether the state grows without a sign of an end: a trend that does not slow down, above all known peaks, which the growth
     * of the input does not explain.
     */
    boolean isUnbounded() {
        Envelope.Growth now = growth;
        if (now == null || !isReady() || now.decelerating()) {
            return false;
        }
        double median = size.median().orElse(0);
        boolean inputRests = inflow.median().orElse(1) <= 0;
        boolean explained = median > 0 && inflowShare >= EXPLAINED * now.test().slope() / median;
        return !inputRests && !explained && size.isAbovePeaks(now.test().slope());
    }

    boolean hasPeaks() {
        return size.hasPeaks();
    }

    /** Whether the number of keys grows with the size, at half its rate or more. */
    boolean keysGrowAlike() {
        Envelope.Growth now = growth;
        double median = size.median().orElse(0);
        return now != null
                && median > 0
                && keyShare > 0
                && keyShare >= now.test().slope() / median / 2;
    }

    /** Median slope, bytes per second, trend or not. */
    OptionalDouble bytesPerSecond() {
        return slope;
    }

    OptionalDouble recordsPerSecond() {
        return inflow.median();
    }
}
