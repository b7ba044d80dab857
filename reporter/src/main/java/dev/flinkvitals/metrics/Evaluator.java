/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import dev.flinkvitals.export.RawValue;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.Metric;
import org.jspecify.annotations.Nullable;

/** Reads one metric, which may be anybody's code: whatever it throws ends here. Thread safe. */
final class Evaluator {
    private static final double[] QUANTILES = {0.5, 0.75, 0.95, 0.99};

    private final MetricIndex index;

    /**
     * An evaluator.
     *
     * @param index where failures are counted
     */
    Evaluator(MetricIndex index) {
        this.index = index;
    }

    /**
     * Reads a metric.
     *
     * @param series the metric
     * @return its value, or empty (and counted) if it threw or gave null, NaN, an infinity or no number
     */
    Optional<RawValue> evaluate(Series series) {
        try {
            Metric metric = series.metric();
            if (metric instanceof Gauge<?> gauge) {
                return ofGauge(series, gauge.getValue());
            }
            if (metric instanceof Counter counter) {
                long count = counter.getCount();
                return Optional.of(new RawValue.Count(count, series.fellAt(count)));
            }
            if (metric instanceof Meter meter) {
                long count = meter.getCount();
                double rate = meter.getRate();
                return Double.isFinite(rate)
                        ? Optional.of(new RawValue.Rate(count, rate, series.fellAt(count)))
                        : failed();
            }
            if (metric instanceof Histogram histogram) {
                return ofHistogram(histogram);
            }
            return notNumeric(series);
        } catch (Throwable e) {
            return failed();
        }
    }

    private Optional<RawValue> ofGauge(Series series, @Nullable Object value) {
        if (value == null) {
            return failed();
        }
        if (!(value instanceof Number number)) {
            return notNumeric(series);
        }
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return Optional.of(new RawValue.Whole(number.longValue()));
        }
        // RocksDB's properties are unsigned 64-bit numbers; what a long cannot hold stays a fraction.
        if (number instanceof BigInteger big && big.bitLength() < Long.SIZE) {
            return Optional.of(new RawValue.Whole(big.longValue()));
        }
        double level = number.doubleValue();
        return Double.isFinite(level) ? Optional.of(new RawValue.Level(level)) : failed();
    }

    private Optional<RawValue> ofHistogram(Histogram histogram) {
        HistogramStatistics statistics = histogram.getStatistics();
        double mean = statistics.getMean();
        if (!Double.isFinite(mean)) {
            return failed();
        }
        Map<Double, Double> quantiles = new HashMap<>();
        quantiles.put(0.0, (double) statistics.getMin());
        quantiles.put(1.0, (double) statistics.getMax());
        for (double quantile : QUANTILES) {
            quantiles.put(quantile, statistics.getQuantile(quantile));
        }
        return Optional.of(new RawValue.Distribution(histogram.getCount(), mean, quantiles));
    }

    private Optional<RawValue> notNumeric(Series series) {
        // A text or a flag is no fault of the metric: count it once, not in every cycle.
        return series.markNotNumeric() ? failed() : Optional.empty();
    }

    private Optional<RawValue> failed() {
        index.countFailures(1);
        return Optional.empty();
    }
}
