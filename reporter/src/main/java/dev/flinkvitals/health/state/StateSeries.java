/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.state;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The size of a vertex's state, or of one state of it, over time. Not thread-safe. */
final class StateSeries {
    /** Lengths of a bucket in windows: 24 of them span 24 min, 72 min and 6 h at a window of 60 s. */
    private static final double[] BUCKET_WINDOWS = {1, 3, 15};
    /** A peak is remembered for a day at a window of 60 s. */
    private static final double PEAK_WINDOWS = 1440;

    /** Index of the scale that is enough where a declaration says that nothing ends the growth. */
    static final int QUICK = 0;
    /** Index of the scale that everything else needs at least. */
    static final int CAREFUL = 1;
    /** Index of the scale after which a growth counts in full. */
    static final int SURE = 2;

    private final List<GrowthScale> scales = new ArrayList<>();
    private double firstSeconds = Double.NaN;
    private double lastSeconds = Double.NEGATIVE_INFINITY;
    private double bytes;

    /**
     * An empty series.
     *
     * @param windowSeconds length of a window
     * @param sampleSeconds time between two samples
     */
    StateSeries(double windowSeconds, double sampleSeconds) {
        for (double windows : BUCKET_WINDOWS) {
            scales.add(new GrowthScale(Math.max(windows * windowSeconds, sampleSeconds), PEAK_WINDOWS * windowSeconds));
        }
    }

    /** Takes a sample; one that is not later than the last is left out. */
    void add(double seconds, double size, OptionalDouble recordsPerSecond, OptionalDouble keys) {
        if (seconds <= lastSeconds) {
            return;
        }
        firstSeconds = Double.isNaN(firstSeconds) ? seconds : firstSeconds;
        lastSeconds = seconds;
        bytes = size;
        scales.forEach(scale -> scale.add(seconds, size, recordsPerSecond, keys));
    }

    double bytes() {
        return bytes;
    }

    double observedSeconds() {
        return Double.isNaN(firstSeconds) ? 0 : lastSeconds - firstSeconds;
    }

    GrowthScale scale(int index) {
        return scales.get(index);
    }

    /** Median slope on the shortest scale that has one, bytes per second. */
    OptionalDouble bytesPerSecond() {
        return scales.get(QUICK).bytesPerSecond();
    }

    OptionalDouble bytesPerRecord() {
        OptionalDouble slope = bytesPerSecond();
        OptionalDouble rate = scales.get(QUICK).recordsPerSecond();
        return slope.isPresent() && rate.orElse(0) > 0
                ? OptionalDouble.of(slope.getAsDouble() / rate.getAsDouble())
                : OptionalDouble.empty();
    }
}
