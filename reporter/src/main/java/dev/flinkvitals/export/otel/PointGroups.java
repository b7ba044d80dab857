/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.data.SummaryData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The points of one export, grouped by metric and cut into requests of bounded size. Used by one thread; the
 * methods that add a point return this.
 */
final class PointGroups {
    private final Resource resource;
    private final Map<Key, Group<LongPointData>> longGauges = new LinkedHashMap<>();
    private final Map<Key, Group<DoublePointData>> doubleGauges = new LinkedHashMap<>();
    private final Map<Key, Group<LongPointData>> longSums = new LinkedHashMap<>();
    private final Map<Key, Group<DoublePointData>> doubleSums = new LinkedHashMap<>();
    private final Map<Key, Group<SummaryPointData>> summaries = new LinkedHashMap<>();

    PointGroups(Resource resource) {
        this.resource = resource;
    }

    /**
     * What the points of a metric share.
     *
     * @param name name on the wire
     * @param description what it means, or empty
     * @param unit UCUM unit, or empty
     */
    record Key(String name, String description, String unit) {
        static Key of(String name) {
            return new Key(name, "", "");
        }
    }

    PointGroups longGauge(Key key, LongPointData point) {
        group(longGauges, key).points.add(point);
        return this;
    }

    PointGroups doubleGauge(Key key, DoublePointData point) {
        group(doubleGauges, key).points.add(point);
        return this;
    }

    PointGroups longSum(Key key, boolean monotonic, LongPointData point) {
        Group<LongPointData> group = group(longSums, key);
        group.monotonic &= monotonic;
        group.points.add(point);
        return this;
    }

    PointGroups doubleSum(Key key, DoublePointData point) {
        group(doubleSums, key).points.add(point);
        return this;
    }

    PointGroups summary(Key key, SummaryPointData point) {
        group(summaries, key).points.add(point);
        return this;
    }

    /**
     * Everything as requests.
     *
     * @param mostPoints most points of one request
     * @return the metrics of each request
     */
    List<List<MetricData>> requests(int mostPoints) {
        Requests requests = new Requests(mostPoints);
        longGauges.forEach((key, group) -> requests.add(
                group.points, points -> metric(key, MetricDataType.LONG_GAUGE, GaugeData.createLongGaugeData(points))));
        doubleGauges.forEach((key, group) -> requests.add(
                group.points,
                points -> metric(key, MetricDataType.DOUBLE_GAUGE, GaugeData.createDoubleGaugeData(points))));
        longSums.forEach((key, group) -> requests.add(
                group.points,
                points -> metric(
                        key,
                        MetricDataType.LONG_SUM,
                        SumData.createLongSumData(group.monotonic, AggregationTemporality.CUMULATIVE, points))));
        doubleSums.forEach((key, group) -> requests.add(
                group.points,
                points -> metric(
                        key,
                        MetricDataType.DOUBLE_SUM,
                        SumData.createDoubleSumData(group.monotonic, AggregationTemporality.CUMULATIVE, points))));
        summaries.forEach((key, group) ->
                requests.add(group.points, points -> metric(key, MetricDataType.SUMMARY, SummaryData.create(points))));
        return requests.all();
    }

    private MetricData metric(Key key, MetricDataType type, Data<?> data) {
        return new OtlpMetric(resource, key.name(), key.description(), key.unit(), type, data);
    }

    private static <T> Group<T> group(Map<Key, Group<T>> groups, Key key) {
        return groups.computeIfAbsent(key, k -> new Group<>());
    }

    private static final class Group<T> {
        private final List<T> points = new ArrayList<>();
        private boolean monotonic = true;
    }

    /** Fills one request after the other; a metric with many points continues in the next. */
    private static final class Requests {
        private final int mostPoints;
        private final List<List<MetricData>> requests = new ArrayList<>();
        private List<MetricData> current = new ArrayList<>();
        private int room;

        Requests(int mostPoints) {
            this.mostPoints = mostPoints;
            this.room = mostPoints;
        }

        <T> void add(List<T> points, Function<List<T>, MetricData> metric) {
            int from = 0;
            while (from < points.size()) {
                int to = Math.min(points.size(), from + room);
                current.add(metric.apply(points.subList(from, to)));
                room -= to - from;
                from = to;
                if (room == 0) {
                    next();
                }
            }
        }

        List<List<MetricData>> all() {
            if (!current.isEmpty()) {
                next();
            }
            return requests;
        }

        private void next() {
            requests.add(current);
            current = new ArrayList<>();
            room = mostPoints;
        }
    }
}
