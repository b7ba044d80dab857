/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.estimate.TrendTest;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalDouble;

/** A count of records at the ends of the last ten windows. Not thread-safe. */
final class LagMarks {
    /** Windows that are looked back over. */
    static final int WINDOWS = 10;

    /** A rise that began a moment ago shows in the newest windows only. */
    private static final int NEWEST = 4;

    private final double[] seconds = new double[WINDOWS + 1];
    private final double[] records = new double[WINDOWS + 1];
    private int size;

    /** Takes the count at the end of a window. A clock that went back forgets what was before. */
    void add(Duration elapsed, double count) {
        double now = Times.seconds(elapsed);
        if (size > 0 && now <= seconds[size - 1]) {
            size = 0;
        }
        if (size > WINDOWS) {
            System.arraycopy(seconds, 1, seconds, 0, WINDOWS);
            System.arraycopy(records, 1, records, 0, WINDOWS);
            size--;
        }
        seconds[size] = now;
        records[size] = count;
        size++;
    }

    void clear() {
        size = 0;
    }

    /** Complete windows that are known. */
    int windows() {
        return Math.max(0, size - 1);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The newest count. */
    double last() {
        return records[size - 1];
    }

    /** The count before the newest {@code windows} windows, or the oldest that is known. */
    double before(int windows) {
        return records[Math.max(0, size - 1 - windows)];
    }

    /** Length of the newest {@code windows} windows, in seconds. */
    double seconds(int windows) {
        return seconds[size - 1] - seconds[Math.max(0, size - 1 - windows)];
    }

    /** The lowest count in the newest {@code windows} windows and at their start. */
    double lowest(int windows) {
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = Math.max(0, size - 1 - windows); i < size; i++) {
            lowest = Math.min(lowest, records[i]);
        }
        return lowest;
    }

    /** Records per second by which it grew over the newest {@code windows} windows, or over those that are known. */
    OptionalDouble growth(int windows) {
        if (size < 2) {
            return OptionalDouble.empty();
        }
        int from = Math.max(0, size - 1 - windows);
        return OptionalDouble.of((records[size - 1] - records[from]) / (seconds[size - 1] - seconds[from]));
    }

    /**
     * Whether it grows beyond doubt: Sen's lower bound of the slope is above 0, over all windows or over the newest four.
     * Fewer than three windows leave a doubt.
     */
    boolean surelyGrows() {
        if (size <= NEWEST - 1 || records[size - 1] <= records[size - NEWEST]) {
            return false;
        }
        return slopeLow(size - NEWEST) > 0 || slopeLow(0) > 0;
    }

    private double slopeLow(int from) {
        return TrendTest.of(Arrays.copyOfRange(seconds, from, size), Arrays.copyOfRange(records, from, size))
                .slopeLow();
    }
}
