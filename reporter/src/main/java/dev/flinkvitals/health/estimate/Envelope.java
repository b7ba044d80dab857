/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.estimate;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The lower envelope of a size: the minimum within each bucket of time, for the last so many buckets. A rise that comes in
 * steps (flushed memtables) or under a sawtooth (garbage) shows in the minima. A large fall starts over; every fall that is
 * worth the name leaves its {@linkplain Peaks peak} behind, and a level within the known peaks is a sawtooth, not a leak.
 * Takes a few hundred bytes. Not thread-safe.
 */
public final class Envelope {
    private static final int NEEDED = 9;
    private static final double Z = 2.33;
    private static final double DECELERATION = 0.6;

    private final double bucketSeconds;
    private final double resetFall;
    private final Peaks peaks;
    private final double[] seconds;
    private final double[] values;
    private int size;
    private double highest;
    private long openIndex = Long.MIN_VALUE;
    private double openMin;

    /**
     * A growing envelope.
     *
     * @param test slope and significance over all of it
     * @param presentSlope slope at its end, per second: the median slope, less what a slowing growth has lost by then
     * @param coverage buckets that it rests on, as a share of those that may be kept
     * @param decelerating whether its second half grows at less than 60 % of the first half's rate, or its end not at all
     */
    public record Growth(TrendTest test, double presentSlope, double coverage, boolean decelerating) {
        /** How much it can be trusted, 0 to 1: more buckets, more significance and known peaks are better. */
        public double confidence(boolean peaksKnown) {
            return coverage * Math.min(1, test.z() / 4) * (peaksKnown ? 1 : 0.7);
        }
    }

    /**
     * An empty envelope.
     *
     * @param bucketSeconds length of a bucket
     * @param buckets how many are kept, nine or more
     * @param resetFall fall that starts over, as a share of the reference given with each value
     * @param peakSeconds shortest time for which a peak is remembered
     */
    public Envelope(double bucketSeconds, int buckets, double resetFall, double peakSeconds) {
        this.bucketSeconds = bucketSeconds;
        this.resetFall = resetFall;
        this.peaks = new Peaks(peakSeconds);
        this.seconds = new double[buckets];
        this.values = new double[buckets];
    }

    /**
     * Takes a sample.
     *
     * @param at when, seconds on a monotonic clock
     * @param value the size
     * @param reference what falls are measured against: the capacity, or the size itself
     * @return whether a bucket was closed
     */
    public boolean add(double at, double value, double reference) {
        long index = (long) Math.floor(at / bucketSeconds);
        if (index == openIndex) {
            openMin = Math.min(openMin, value);
            return false;
        }
        boolean closes = openIndex != Long.MIN_VALUE;
        if (closes) {
            close(reference);
        }
        openIndex = index;
        openMin = value;
        return closes;
    }

    private void close(double reference) {
        double middle = (openIndex + 0.5) * bucketSeconds;
        if (highest - openMin >= resetFall * reference) {
            size = 0;
            highest = openMin;
        }
        highest = Math.max(highest, openMin);
        peaks.add(middle, openMin, reference);
        int expired = 0;
        double oldest = middle - (seconds.length - 0.5) * bucketSeconds;
        while (expired < size && seconds[expired] < oldest) {
            expired++;
        }
        size -= expired;
        System.arraycopy(seconds, expired, seconds, 0, size);
        System.arraycopy(values, expired, values, 0, size);
        seconds[size] = middle;
        values[size] = openMin;
        size++;
    }

    /** Buckets that are closed and kept. */
    public int buckets() {
        return size;
    }

    /** The envelope now: the minimum of the open bucket, or that of the last one if it is higher; empty before the first. */
    public OptionalDouble level() {
        return size == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.max(values[size - 1], openMin));
    }

    /** Median slope per second, whether it is a trend or not; empty with fewer than nine buckets. */
    public OptionalDouble slope() {
        return size < NEEDED
                ? OptionalDouble.empty()
                : OptionalDouble.of(test(0, size).slope());
    }

    /** Median of the buckets; empty before the first. */
    public OptionalDouble median() {
        if (size == 0) {
            return OptionalDouble.empty();
        }
        double[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return OptionalDouble.of(sorted[size / 2]);
    }

    /**
     * Whether the level is higher than every peak that it fell from before, by 5 % and by what it grows within a bucket: a
     * minimum misses the tip of a sawtooth by up to as much.
     *
     * @param slope growth per second
     */
    public boolean isAbovePeaks(double slope) {
        return !peaks.known() || level().orElse(0) > peaks.threshold() + slope * bucketSeconds;
    }

    /** Whether a peak is remembered. */
    public boolean hasPeaks() {
        return peaks.known();
    }

    /**
     * The growth of the envelope, if it is one: the lower bound of the slope is above 0, the rise is significant, and the
     * lowest value of the last third is above the highest of the first.
     *
     * @return the growth, or empty if there are too few buckets or no trend
     */
    public Optional<Growth> growth() {
        if (size < NEEDED || !rose()) {
            return Optional.empty();
        }
        TrendTest test = test(0, size);
        if (test.slopeLow() <= 0 || test.z() <= Z) {
            return Optional.empty();
        }
        int half = size / 2;
        double first = test(0, half).slope();
        double second = test(half, size).slope();
        // The halves' slopes hold in their middles, half a window apart, and the end is a quarter of a window further
        // on.
        double end = second - Math.max(0, first - second) / 2;
        double present = Math.min(test.slope(), end);
        return Optional.of(new Growth(
                test, present, (double) size / seconds.length, present <= 0 || second < DECELERATION * first));
    }

    private TrendTest test(int from, int to) {
        return TrendTest.of(Arrays.copyOfRange(seconds, from, to), Arrays.copyOfRange(values, from, to));
    }

    private boolean rose() {
        double highestFirst = Double.NEGATIVE_INFINITY;
        double lowestLast = Double.POSITIVE_INFINITY;
        for (int i = 0; i < size / 3; i++) {
            highestFirst = Math.max(highestFirst, values[i]);
            lowestLast = Math.min(lowestLast, values[size - 1 - i]);
        }
        return lowestLast > highestFirst;
    }
}
