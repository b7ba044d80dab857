/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import dev.flinkvitals.health.estimate.TrendTest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The lower envelope of a resource's use: the minimum within each bucket of time, for the last twenty buckets. A rise that
 * comes in steps (flushed memtables) or under a sawtooth (garbage) shows in the minima. A fall by a large part of the
 * capacity starts over; every fall that is worth the name leaves its peak behind, and a level within the known peaks is a
 * sawtooth, not a leak. Not thread-safe.
 */
public final class Envelope {
    private static final int BUCKETS = 20;
    private static final int NEEDED = 9;
    private static final int PEAKS = 6;
    private static final double PEAK_FALL = 0.03;
    private static final double ABOVE_PEAKS = 1.02;
    private static final double Z = 2.33;
    private static final double DECELERATION = 0.6;

    private final double bucketSeconds;
    private final double resetFall;
    private final Deque<Bucket> closed = new ArrayDeque<>();
    private final Deque<Double> peaks = new ArrayDeque<>();
    private double runningMax;
    private long openIndex = Long.MIN_VALUE;
    private double openMin;

    private record Bucket(double seconds, double value) {}

    /**
     * A growing envelope.
     *
     * @param test slope and significance
     * @param buckets how many it rests on
     * @param decelerating whether its second half grows at less than 60 % of the first half's rate
     */
    record Growth(TrendTest test, int buckets, boolean decelerating) {
        /** How much it can be trusted: more buckets and more significance are better. */
        double confidence(boolean peaksKnown) {
            double known = peaksKnown ? 1 : 0.7;
            return Math.min(1, (double) buckets / BUCKETS) * Math.min(1, test.z() / 4) * known;
        }
    }

    /**
     * An empty envelope.
     *
     * @param bucketSeconds length of a bucket
     * @param resetFall fall that starts over, as a share of the capacity
     */
    Envelope(double bucketSeconds, double resetFall) {
        this.bucketSeconds = bucketSeconds;
        this.resetFall = resetFall;
    }

    /**
     * Takes a sample.
     *
     * @param seconds when, on the process's clock
     * @param value bytes in use
     * @param capacity bytes that may be used
     * @return whether a bucket was closed
     */
    boolean add(double seconds, double value, double capacity) {
        long index = (long) Math.floor(seconds / bucketSeconds);
        if (index == openIndex) {
            openMin = Math.min(openMin, value);
            return false;
        }
        boolean closes = openIndex != Long.MIN_VALUE;
        if (closes) {
            close(capacity);
        }
        openIndex = index;
        openMin = value;
        return closes;
    }

    private void close(double capacity) {
        double fall = runningMax - openMin;
        if (fall >= resetFall * capacity) {
            closed.clear();
        }
        if (fall >= PEAK_FALL * capacity) {
            peaks.addLast(runningMax);
            if (peaks.size() > PEAKS) {
                peaks.removeFirst();
            }
            runningMax = openMin;
        }
        runningMax = Math.max(runningMax, openMin);
        closed.addLast(new Bucket((openIndex + 0.5) * bucketSeconds, openMin));
        double oldest = (openIndex - BUCKETS + 1) * bucketSeconds;
        while (closed.getFirst().seconds() < oldest) {
            closed.removeFirst();
        }
    }

    /** The envelope now: the minimum of the open bucket, or that of the last one if it is higher. */
    OptionalDouble level() {
        if (closed.isEmpty()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Math.max(closed.getLast().value(), openMin));
    }

    /** Whether the level is higher than every peak that it fell from before. */
    boolean isAbovePeaks() {
        double highest = peaks.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return level().orElse(0) > ABOVE_PEAKS * highest;
    }

    boolean hasPeaks() {
        return !peaks.isEmpty();
    }

    /**
     * The growth of the envelope, if it is one: the lower bound of the slope is above 0, the rise is significant, and the
     * lowest value of the last third is above the highest of the first.
     *
     * @return the growth, or empty if there are too few buckets or no trend
     */
    Optional<Growth> growth() {
        int n = closed.size();
        if (n < NEEDED) {
            return Optional.empty();
        }
        double[] seconds = closed.stream().mapToDouble(Bucket::seconds).toArray();
        double[] values = closed.stream().mapToDouble(Bucket::value).toArray();
        TrendTest test = TrendTest.of(seconds, values);
        if (test.slopeLow() <= 0 || test.z() <= Z || !rose(values)) {
            return Optional.empty();
        }
        return Optional.of(new Growth(test, n, decelerates(seconds, values)));
    }

    private static boolean rose(double[] values) {
        int third = values.length / 3;
        double highestFirst = Double.NEGATIVE_INFINITY;
        double lowestLast = Double.POSITIVE_INFINITY;
        for (int i = 0; i < third; i++) {
            highestFirst = Math.max(highestFirst, values[i]);
            lowestLast = Math.min(lowestLast, values[values.length - 1 - i]);
        }
        return lowestLast > highestFirst;
    }

    private static boolean decelerates(double[] seconds, double[] values) {
        int half = values.length / 2;
        int n = values.length;
        double first = TrendTest.of(Arrays.copyOfRange(seconds, 0, half), Arrays.copyOfRange(values, 0, half))
                .slope();
        double second = TrendTest.of(Arrays.copyOfRange(seconds, half, n), Arrays.copyOfRange(values, half, n))
                .slope();
        return second < DECELERATION * first;
    }
}
