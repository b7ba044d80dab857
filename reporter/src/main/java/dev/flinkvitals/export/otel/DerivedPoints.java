/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import dev.flinkvitals.export.Metric;
import dev.flinkvitals.export.Point;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;

/** Translates derived points; their name, unit and meaning come from the catalogue. */
final class DerivedPoints {
    private final long startNanos;

    /**
     * A translator.
     *
     * @param startNanos when counters began, nanoseconds since the epoch
     */
    DerivedPoints(long startNanos) {
        this.startNanos = startNanos;
    }

    /** Adds one point; a value that is not finite is left out. */
    void add(Point point, long nowNanos, PointGroups groups) {
        if (!Double.isFinite(point.value())) {
            return;
        }
        Metric metric = point.metric();
        PointGroups.Key key = new PointGroups.Key(metric.metricName(), metric.description(), metric.unit());
        AttributesBuilder attributes = Attributes.builder();
        point.attributes().forEach((name, value) -> attributes.put(AttributeKey.stringKey(name), value));
        var data = RawPoints.level(startNanos, nowNanos, attributes.build(), point.value());
        switch (metric.kind()) {
            case GAUGE -> groups.doubleGauge(key, data);
            case COUNTER -> groups.doubleSum(key, data);
        }
    }
}
