/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

/**
 * Share of time that writers of one database waited: gain of {@code stall-micros} over wall time. Flink reads the counter
 * every 5 s, so the span is three of those reads at least. A counter that fell is a new database's. Not thread-safe.
 */
final class StallMeter {
    /** At a gauge that moves every 5 s, 15 s are off by a third at most. */
    private static final long SHORTEST_SPAN_MILLIS = 15_000;

    private static final int MARKS = 6;

    private final long spanMillis;
    private final long[] atMillis = new long[MARKS];
    private final long[] micros = new long[MARKS];
    private int marks;
    private long lastMillis;
    private long lastMicros;

    StallMeter(long windowMillis) {
        this.spanMillis = Math.max(SHORTEST_SPAN_MILLIS, windowMillis);
    }

    void add(long nowMillis, long stallMicros) {
        if (marks > 0 && (stallMicros < lastMicros || nowMillis < lastMillis)) {
            marks = 0;
        }
        if (marks == 0 || nowMillis - atMillis[marks - 1] >= spanMillis / (MARKS - 1)) {
            if (marks == MARKS) {
                System.arraycopy(atMillis, 1, atMillis, 0, MARKS - 1);
                System.arraycopy(micros, 1, micros, 0, MARKS - 1);
                marks--;
            }
            atMillis[marks] = nowMillis;
            micros[marks] = stallMicros;
            marks++;
        }
        lastMillis = nowMillis;
        lastMicros = stallMicros;
    }

    /** The share over about the last span, 0 to 1; NaN before a span is complete and when nothing was told for another. */
    double share(long nowMillis) {
        if (marks == 0 || nowMillis - lastMillis > spanMillis) {
            return Double.NaN;
        }
        long wall = lastMillis - atMillis[0];
        if (wall < spanMillis) {
            return Double.NaN;
        }
        return Math.min(1, (double) (lastMicros - micros[0]) / 1000 / wall);
    }
}
