/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.estimate;

import java.util.Arrays;
import java.util.OptionalDouble;

/** The last values of a series that is not sampled in time, in a bounded ring. Not thread-safe. */
public final class LastValues {
    private final double[] ring;
    private int size;
    private int next;

    /**
     * An empty series.
     *
     * @param capacity values that it remembers, 1 or more
     */
    public LastValues(int capacity) {
        ring = new double[capacity];
    }

    /** Takes a value and forgets the oldest one if the ring is full. */
    public void add(double value) {
        ring[next] = value;
        next = (next + 1) % ring.length;
        size = Math.min(ring.length, size + 1);
    }

    /** Values that it remembers now. */
    public int size() {
        return size;
    }

    /** The lower median, which is one of the values; empty if there is none. */
    public OptionalDouble median() {
        return quantile(0.5);
    }

    /**
     * A quantile by the nearest rank.
     *
     * @param share 0 to 1
     * @return one of the values; empty if there is none
     */
    public OptionalDouble quantile(double share) {
        if (size == 0) {
            return OptionalDouble.empty();
        }
        double[] sorted = Arrays.copyOf(ring, size);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * size);
        return OptionalDouble.of(sorted[Math.max(0, Math.min(size, rank) - 1)]);
    }
}
