/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import dev.flinkvitals.export.RawSample;
import dev.flinkvitals.export.RawSource;
import java.util.List;

/** Everything in an index, for export as it is. */
final class IndexSource implements RawSource {
    private final MetricIndex index;
    private final SeriesReader reader;

    IndexSource(MetricIndex index) {
        this.index = index;
        this.reader = new SeriesReader(SeriesReader.PATIENCE, "raw-reader");
    }

    @Override
    public List<RawSample> read() {
        return reader.read(index, List.copyOf(index.series())).stream()
                .map(sample -> new RawSample(sample.series(), sample.value()))
                .toList();
    }

    @Override
    public long failures() {
        return index.failures();
    }

    @Override
    public void close() {
        reader.close();
    }
}
