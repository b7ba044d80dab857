/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import static dev.flinkvitals.metrics.FlinkMetricNames.COMMITTED_OFFSET;
import static dev.flinkvitals.metrics.FlinkMetricNames.CURRENT_EMIT_EVENT_TIME_LAG;
import static dev.flinkvitals.metrics.FlinkMetricNames.CURRENT_OFFSET;
import static dev.flinkvitals.metrics.FlinkMetricNames.CURRENT_OUTPUT_WATERMARK;
import static dev.flinkvitals.metrics.FlinkMetricNames.KAFKA_CONSUMER_SCOPE;
import static dev.flinkvitals.metrics.FlinkMetricNames.KAFKA_PARTITION_SCOPE;
import static dev.flinkvitals.metrics.FlinkMetricNames.NUM_RECORDS_IN;
import static dev.flinkvitals.metrics.FlinkMetricNames.NUM_RECORDS_OUT;
import static dev.flinkvitals.metrics.FlinkMetricNames.OPERATOR_ID;
import static dev.flinkvitals.metrics.FlinkMetricNames.OPERATOR_NAME;
import static dev.flinkvitals.metrics.FlinkMetricNames.OPERATOR_SCOPE;
import static dev.flinkvitals.metrics.FlinkMetricNames.PARTITION;
import static dev.flinkvitals.metrics.FlinkMetricNames.PENDING_RECORDS;
import static dev.flinkvitals.metrics.FlinkMetricNames.RECORDS_LEAD_MIN;
import static dev.flinkvitals.metrics.FlinkMetricNames.TOPIC;

import dev.flinkvitals.export.RawValue;
import dev.flinkvitals.signals.PartitionReading;
import dev.flinkvitals.signals.SubtaskId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The source operators of one attempt. A chain holds several operators: a source is told by the metrics that only sources
 * register, or by the name that Flink gives it. Used by one thread.
 */
final class SourceReadings {
    private static final Set<String> OPERATOR_METRICS = Set.of(
            NUM_RECORDS_IN, NUM_RECORDS_OUT, CURRENT_OUTPUT_WATERMARK, PENDING_RECORDS, CURRENT_EMIT_EVENT_TIME_LAG);

    private final Map<String, Operator> operators = new TreeMap<>();

    static boolean isWanted(Series series) {
        String name = series.metricName();
        return switch (series.logicalScope()) {
            case OPERATOR_SCOPE -> OPERATOR_METRICS.contains(name);
            case KAFKA_PARTITION_SCOPE -> name.equals(CURRENT_OFFSET) || name.equals(COMMITTED_OFFSET);
            case KAFKA_CONSUMER_SCOPE -> name.equals(RECORDS_LEAD_MIN);
            default -> false;
        };
    }

    void add(Series series, RawValue value) {
        Operator operator =
                operators.computeIfAbsent(Objects.toString(series.variable(OPERATOR_ID), ""), id -> new Operator());
        operator.add(series, value);
    }

    boolean isSource() {
        return sources().findAny().isPresent();
    }

    /** Records that the sources read. */
    OptionalLong recordsIn() {
        return sum(sources().map(Operator::recordsIn).toList());
    }

    /** Records that wait, summed over the chain's sources; empty if one of them does not tell. */
    OptionalLong pendingRecords() {
        return sum(sources().map(Operator::pendingRecords).toList());
    }

    /** Records before the fetch position, least over the sources that tell: one that fetched nothing of late does not. */
    OptionalLong recordsLead() {
        return sources()
                .map(source -> notNegative(source.whole(RECORDS_LEAD_MIN)))
                .flatMapToLong(OptionalLong::stream)
                .min();
    }

    /** The earliest watermark among the sources. */
    OptionalLong watermark() {
        return sources()
                .map(source -> Watermarks.known(source.whole(CURRENT_OUTPUT_WATERMARK)))
                .flatMapToLong(OptionalLong::stream)
                .min();
    }

    List<PartitionReading> partitions(SubtaskId subtask) {
        return operators.values().stream()
                .flatMap(operator -> operator.partitions(subtask))
                .toList();
    }

    private Stream<Operator> sources() {
        return operators.values().stream().filter(Operator::isSource);
    }

    private static OptionalLong sum(List<OptionalLong> parts) {
        if (parts.isEmpty() || parts.stream().anyMatch(OptionalLong::isEmpty)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(parts.stream().mapToLong(OptionalLong::getAsLong).sum());
    }

    /** -1 means none, and no other negative number is an offset or an amount. */
    private static OptionalLong notNegative(OptionalLong reported) {
        return reported.isPresent() && reported.getAsLong() >= 0 ? reported : OptionalLong.empty();
    }

    /**
     * A Kafka partition.
     *
     * @param topic topic
     * @param number partition number
     */
    private record Partition(String topic, int number) {}

    /** One operator of the chain. */
    private static final class Operator {
        private final Map<String, RawValue> values = new HashMap<>();
        private final Map<Partition, Map<String, RawValue>> partitions = new HashMap<>();
        private boolean namedSource;

        void add(Series series, RawValue value) {
            String name = Objects.toString(series.variable(OPERATOR_NAME), "");
            namedSource |= name.startsWith("Source: ") || name.startsWith("Source__");
            if (!series.logicalScope().equals(KAFKA_PARTITION_SCOPE)) {
                values.put(series.metricName(), value);
                return;
            }
            String topic = series.variable(TOPIC);
            String partition = series.variable(PARTITION);
            if (topic != null && partition != null && partition.matches("\\d{1,9}")) {
                partitions
                        .computeIfAbsent(new Partition(topic, Integer.parseInt(partition)), p -> new HashMap<>())
                        .put(series.metricName(), value);
            }
        }

        boolean isSource() {
            return namedSource
                    || !partitions.isEmpty()
                    || values.containsKey(RECORDS_LEAD_MIN)
                    || values.containsKey(CURRENT_EMIT_EVENT_TIME_LAG)
                    || values.containsKey(PENDING_RECORDS);
        }

        OptionalLong recordsIn() {
            OptionalLong read = whole(NUM_RECORDS_IN);
            // Source functions, and readers that are not built on SourceReaderBase (such as Flink's data generator),
            // never
            // count what they read, though the counter is there: what they emitted is what they read.
            return read.isPresent() && read.getAsLong() > 0 ? read : whole(NUM_RECORDS_OUT);
        }

        OptionalLong pendingRecords() {
            return notNegative(whole(PENDING_RECORDS));
        }

        OptionalLong whole(String name) {
            RawValue value = values.get(name);
            return value == null ? OptionalLong.empty() : value.asLong();
        }

        Stream<PartitionReading> partitions(SubtaskId subtask) {
            // Flink sums the lag over all partitions of the reader: with one partition the sum is that partition's.
            OptionalLong lag = partitions.size() == 1 ? pendingRecords() : OptionalLong.empty();
            return partitions.entrySet().stream()
                    .map(entry -> new PartitionReading(
                            subtask,
                            entry.getKey().topic(),
                            entry.getKey().number(),
                            offset(entry.getValue(), CURRENT_OFFSET),
                            offset(entry.getValue(), COMMITTED_OFFSET),
                            lag));
        }

        private static OptionalLong offset(Map<String, RawValue> values, String name) {
            RawValue value = values.get(name);
            return value == null ? OptionalLong.empty() : notNegative(value.asLong());
        }
    }
}
