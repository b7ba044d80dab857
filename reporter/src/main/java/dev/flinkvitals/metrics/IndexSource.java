/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import dev.flinkvitals.export.RawSample;
import dev.flinkvitals.export.RawSource;
import java.util.List;

/** An index for export as it is. Its failures are those of all who read the index. */
final class IndexSource implements RawSource {
    private final MetricIndex index;
    private final boolean exported;
    private final SeriesReader reader;

    /**
     * A source.
     *
     * @param index where the metrics are
     * @param exported whether they are exported at all; failures count either way
     */
    IndexSource(MetricIndex index, boolean exported) {
        this.index = index;
        this.exported = exported;
        this.reader = new SeriesReader(SeriesReader.PATIENCE, "raw-reader");
    }

    @Override
    public List<RawSample> read() {
        if (!exported) {
            return List.of();
        }
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
