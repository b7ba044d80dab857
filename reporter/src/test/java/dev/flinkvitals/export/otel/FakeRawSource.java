/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import dev.flinkvitals.export.RawSample;
import dev.flinkvitals.export.RawSeries;
import dev.flinkvitals.export.RawSource;
import dev.flinkvitals.export.RawValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Flink's metrics as a list. */
final class FakeRawSource implements RawSource {
    final List<RawSample> samples = new CopyOnWriteArrayList<>();
    volatile boolean closed;

    void add(String name, Map<String, String> attributes, RawValue value) {
        samples.add(new RawSample(new FakeSeries(name, attributes, 1_000), value));
    }

    @Override
    public List<RawSample> read() {
        return List.copyOf(samples);
    }

    @Override
    public long failures() {
        return 4;
    }

    @Override
    public void close() {
        closed = true;
    }

    private record FakeSeries(String name, Map<String, String> attributes, long registeredMillis)
            implements RawSeries {}
}
