/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What arrived: counts of everything, values of a bounded part. Thread safe. */
final class Received {
    private static final int MAX_SERIES = 20_000;
    private static final int MAX_LOG_RECORDS = 10_000;

    private final Set<String> metricNames = new TreeSet<>();
    private final Map<SeriesKey, Series> series = new LinkedHashMap<>();
    private final Deque<LogRecord> logRecords = new ArrayDeque<>();
    private long points;
    private long logRecordCount;

    private record SeriesKey(String metric, Map<String, String> attributes, Map<String, String> resource) {}

    synchronized void metrics(byte[] request) throws InvalidProtocolBufferException {
        for (ResourceMetrics group :
                ExportMetricsServiceRequest.parseFrom(request).getResourceMetricsList()) {
            Map<String, String> resource = text(group.getResource().getAttributesList());
            for (ScopeMetrics scope : group.getScopeMetricsList()) {
                scope.getMetricsList().forEach(metric -> add(metric, resource));
            }
        }
    }

    synchronized void logs(byte[] request) throws InvalidProtocolBufferException {
        for (ResourceLogs group : ExportLogsServiceRequest.parseFrom(request).getResourceLogsList()) {
            Map<String, String> resource = text(group.getResource().getAttributesList());
            for (ScopeLogs scope : group.getScopeLogsList()) {
                scope.getLogRecordsList().forEach(log -> add(log, resource));
            }
        }
    }

    private void add(io.opentelemetry.proto.logs.v1.LogRecord log, Map<String, String> resource) {
        logRecordCount++;
        if (logRecords.size() == MAX_LOG_RECORDS) {
            logRecords.removeFirst();
        }
        logRecords.addLast(new LogRecord(
                log.getEventName(),
                text(log.getBody()),
                log.getSeverityText(),
                text(log.getAttributesList()),
                resource));
    }

    private void add(Metric metric, Map<String, String> resource) {
        metricNames.add(metric.getName());
        switch (metric.getDataCase()) {
            case GAUGE -> metric.getGauge().getDataPointsList().forEach(point -> number(metric, point, resource));
            case SUM -> metric.getSum().getDataPointsList().forEach(point -> number(metric, point, resource));
            case HISTOGRAM ->
                metric.getHistogram()
                        .getDataPointsList()
                        .forEach(
                                point -> point(metric, point.getAttributesList(), resource, (double) point.getCount()));
            case EXPONENTIAL_HISTOGRAM ->
                metric.getExponentialHistogram()
                        .getDataPointsList()
                        .forEach(
                                point -> point(metric, point.getAttributesList(), resource, (double) point.getCount()));
            case SUMMARY ->
                metric.getSummary()
                        .getDataPointsList()
                        .forEach(
                                point -> point(metric, point.getAttributesList(), resource, (double) point.getCount()));
            case DATA_NOT_SET -> {}
        }
    }

    private void number(Metric metric, NumberDataPoint point, Map<String, String> resource) {
        double value = point.hasAsInt() ? (double) point.getAsInt() : point.getAsDouble();
        point(metric, point.getAttributesList(), resource, value);
    }

    private void point(Metric metric, List<KeyValue> attributes, Map<String, String> resource, double value) {
        points++;
        Series last = new Series(metric.getName(), metric.getUnit(), text(attributes), resource, value);
        SeriesKey key = new SeriesKey(last.metric(), last.attributes(), last.resource());
        if (series.containsKey(key) || series.size() < MAX_SERIES) {
            series.put(key, last);
        }
    }

    private static Map<String, String> text(List<KeyValue> attributes) {
        Map<String, String> text = new HashMap<>();
        attributes.forEach(attribute -> text.put(attribute.getKey(), text(attribute.getValue())));
        return text;
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> String.valueOf(value.getBoolValue());
            case INT_VALUE -> String.valueOf(value.getIntValue());
            case DOUBLE_VALUE -> String.valueOf(value.getDoubleValue());
            case ARRAY_VALUE ->
                value.getArrayValue().getValuesList().stream()
                        .map(Received::text)
                        .toList()
                        .toString();
            case VALUE_NOT_SET -> "";
            default -> value.toString();
        };
    }

    synchronized Set<String> metricNames() {
        return new TreeSet<>(metricNames);
    }

    synchronized long points() {
        return points;
    }

    synchronized long logRecordCount() {
        return logRecordCount;
    }

    synchronized List<LogRecord> logRecords() {
        return List.copyOf(logRecords);
    }

    synchronized List<Series> series(String metric) {
        return new ArrayList<>(series.values().stream()
                .filter(entry -> entry.metric().equals(metric))
                .toList());
    }
}
