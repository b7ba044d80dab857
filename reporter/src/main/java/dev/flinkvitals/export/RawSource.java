/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export;

import java.util.List;

/** Flink's own metrics, read one by one so that a broken one costs only itself. */
public interface RawSource extends AutoCloseable {
    /** A source without any metric. */
    RawSource NONE = new RawSource() {
        @Override
        public List<RawSample> read() {
            return List.of();
        }

        @Override
        public long failures() {
            return 0;
        }

        @Override
        public void close() {}
    };

    /**
     * Reads every series. What gives no usable value is left out and counted. Never throws; called by one thread at a time.
     *
     * @return the samples, in no particular order
     */
    List<RawSample> read();

    /** Reads so far that gave no usable value. */
    long failures();

    /** Lets go of the threads that read. */
    @Override
    void close();
}
