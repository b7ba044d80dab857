/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import dev.flinkvitals.export.RawSample;
import dev.flinkvitals.export.RawSeries;
import dev.flinkvitals.export.RawValue;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.metrics.data.ValueAtQuantile;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Translates Flink's metrics, with the names that Flink's own OpenTelemetry reporter uses: a meter becomes {@code .count} and
 * {@code .rate}, a histogram a summary. Other than there, sums are cumulative from the registration. Used by one thread.
 */
final class RawPoints {
    /** Weak, so that a removed metric and the job's classes behind it are free at once. */
    private final Map<RawSeries, Attributes> attributes = new WeakHashMap<>();

    private final Map<String, String> constant;

    /**
     * A translator.
     *
     * @param constant attributes that the resource has already: they are left out on points that agree with them
     */
    RawPoints(Map<String, String> constant) {
        this.constant = Map.copyOf(constant);
    }

    /** Adds one sample. */
    void add(RawSample sample, long nowNanos, PointGroups groups) {
        RawSeries series = sample.series();
        String name = series.name();
        Attributes attrs = attributes.computeIfAbsent(series, this::build);
        long start = Math.min(nowNanos, TimeUnit.MILLISECONDS.toNanos(series.registeredMillis()));
        sample.value()
                .fold(
                        level -> groups.doubleGauge(
                                PointGroups.Key.of(name), level(start, nowNanos, attrs, level.value())),
                        whole -> groups.longGauge(
                                PointGroups.Key.of(name), LongPointData.create(start, nowNanos, attrs, whole.value())),
                        count -> groups.longSum(
                                PointGroups.Key.of(name),
                                !count.fell(),
                                LongPointData.create(start, nowNanos, attrs, count.value())),
                        rate -> groups.longSum(
                                        PointGroups.Key.of(name + ".count"),
                                        !rate.fell(),
                                        LongPointData.create(start, nowNanos, attrs, rate.count()))
                                .doubleGauge(
                                        PointGroups.Key.of(name + ".rate"),
                                        level(start, nowNanos, attrs, rate.perSecond())),
                        distribution -> groups.summary(
                                PointGroups.Key.of(name), summary(start, nowNanos, attrs, distribution)));
    }

    static DoublePointData level(long start, long now, Attributes attributes, double value) {
        return DoublePointData.create(start, now, attributes, value, List.of());
    }

    private static SummaryPointData summary(
            long start, long now, Attributes attributes, RawValue.Distribution distribution) {
        List<ValueAtQuantile> quantiles = distribution.quantiles().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> ValueAtQuantile.create(entry.getKey(), entry.getValue()))
                .toList();
        // Flink keeps no sum: like its own reporter, estimate it from the mean of the sample.
        double sum = distribution.mean() * distribution.count();
        return SummaryPointData.create(start, now, attributes, distribution.count(), sum, quantiles);
    }

    private Attributes build(RawSeries series) {
        AttributesBuilder builder = Attributes.builder();
        series.attributes().forEach((key, value) -> {
            if (!value.equals(constant.get(key))) {
                builder.put(AttributeKey.stringKey(key), value);
            }
        });
        return builder.build();
    }
}
