/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

/** The columns of a digest that are written as differences: values that hardly differ from one record to the next. */
final class DigestDeltas {
    final Column sampleMillis = new Column();
    final Column watermark = new Column();
    final Column cacheUsage = new Column();
    final Column cacheCapacity = new Column();
    final Column cachePinned = new Column();
    final Column stallMicros = new Column();

    /** Remembers the last value of a column. Differences wrap around, so that every value survives the round trip. */
    static final class Column {
        private long last;

        /** The difference of the next value to the last one. */
        long advance(long value) {
            long difference = value - last;
            last = value;
            return difference;
        }

        /** The value that differs from the last one by the given amount. */
        long restore(long difference) {
            last += difference;
            return last;
        }
    }
}
