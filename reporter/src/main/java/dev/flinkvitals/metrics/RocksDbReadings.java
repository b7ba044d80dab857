/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import static dev.flinkvitals.metrics.FlinkMetricNames.COLUMN_FAMILY;
import static dev.flinkvitals.metrics.FlinkMetricNames.OPERATOR_ID;
import static dev.flinkvitals.metrics.FlinkMetricNames.OPERATOR_SCOPE;
import static dev.flinkvitals.metrics.FlinkMetricNames.ROCKSDB_PREFIX;

import dev.flinkvitals.export.RawValue;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.SubtaskId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * RocksDB's numbers of one attempt, one reading per state; ForSt's have the same names. Flink registers properties below the
 * operator's group, in a group that is named after the column family or has it as a variable; tickers, which count for the
 * whole database, in the operator's group itself. Used by one thread.
 */
final class RocksDbReadings {
    private static final Set<String> PROPERTIES = Set.of(
            FlinkMetricNames.ESTIMATE_NUM_KEYS,
            FlinkMetricNames.LIVE_SST_FILES_SIZE,
            FlinkMetricNames.SIZE_ALL_MEM_TABLES,
            FlinkMetricNames.ESTIMATE_PENDING_COMPACTION_BYTES,
            FlinkMetricNames.IS_WRITE_STOPPED,
            FlinkMetricNames.ACTUAL_DELAYED_WRITE_RATE,
            FlinkMetricNames.BACKGROUND_ERRORS,
            FlinkMetricNames.NUM_FILES_AT_LEVEL_0,
            FlinkMetricNames.NUM_IMMUTABLE_MEM_TABLE,
            FlinkMetricNames.BLOCK_CACHE_USAGE,
            FlinkMetricNames.BLOCK_CACHE_CAPACITY,
            FlinkMetricNames.BLOCK_CACHE_PINNED_USAGE,
            FlinkMetricNames.MEM_TABLE_FLUSH_PENDING,
            FlinkMetricNames.NUM_RUNNING_COMPACTIONS,
            FlinkMetricNames.ESTIMATE_TABLE_READERS_MEM,
            FlinkMetricNames.NUM_LIVE_VERSIONS,
            FlinkMetricNames.NUM_ENTRIES_ACTIVE_MEM_TABLE,
            FlinkMetricNames.NUM_DELETES_ACTIVE_MEM_TABLE);

    private final Map<State, Map<String, RawValue>> states = new HashMap<>();
    private final Map<String, RawValue> stallMicros = new HashMap<>();

    static boolean isWanted(Series series) {
        return series.metricName().startsWith(ROCKSDB_PREFIX) && (isTicker(series) || isProperty(series));
    }

    private static boolean isProperty(Series series) {
        return PROPERTIES.contains(series.metricName()) && series.logicalScope().startsWith(OPERATOR_SCOPE + ".");
    }

    private static boolean isTicker(Series series) {
        return series.metricName().equals(FlinkMetricNames.STALL_MICROS)
                && series.logicalScope().equals(OPERATOR_SCOPE);
    }

    void add(Series series, RawValue value) {
        if (isTicker(series)) {
            stallMicros.put(operator(series), value);
            return;
        }
        state(series)
                .ifPresent(state ->
                        states.computeIfAbsent(state, s -> new HashMap<>()).put(series.metricName(), value));
    }

    List<StateBackendReading> readings(SubtaskId subtask) {
        return states.entrySet().stream()
                .map(entry -> reading(
                        subtask,
                        entry.getKey().name(),
                        entry.getValue(),
                        whole(stallMicros, entry.getKey().operator())))
                .toList();
    }

    private static StateBackendReading reading(
            SubtaskId subtask, String state, Map<String, RawValue> values, OptionalLong stallMicros) {
        return new StateBackendReading(
                subtask,
                state,
                whole(values, FlinkMetricNames.ESTIMATE_NUM_KEYS),
                whole(values, FlinkMetricNames.LIVE_SST_FILES_SIZE),
                whole(values, FlinkMetricNames.SIZE_ALL_MEM_TABLES),
                whole(values, FlinkMetricNames.ESTIMATE_PENDING_COMPACTION_BYTES),
                whole(values, FlinkMetricNames.IS_WRITE_STOPPED),
                whole(values, FlinkMetricNames.ACTUAL_DELAYED_WRITE_RATE),
                whole(values, FlinkMetricNames.BACKGROUND_ERRORS),
                whole(values, FlinkMetricNames.NUM_FILES_AT_LEVEL_0),
                whole(values, FlinkMetricNames.NUM_IMMUTABLE_MEM_TABLE),
                whole(values, FlinkMetricNames.BLOCK_CACHE_USAGE),
                whole(values, FlinkMetricNames.BLOCK_CACHE_CAPACITY),
                whole(values, FlinkMetricNames.BLOCK_CACHE_PINNED_USAGE),
                whole(values, FlinkMetricNames.MEM_TABLE_FLUSH_PENDING),
                whole(values, FlinkMetricNames.NUM_RUNNING_COMPACTIONS),
                stallMicros,
                whole(values, FlinkMetricNames.ESTIMATE_TABLE_READERS_MEM),
                whole(values, FlinkMetricNames.NUM_LIVE_VERSIONS),
                whole(values, FlinkMetricNames.NUM_ENTRIES_ACTIVE_MEM_TABLE),
                whole(values, FlinkMetricNames.NUM_DELETES_ACTIVE_MEM_TABLE));
    }

    private static Optional<State> state(Series series) {
        String name = series.variable(COLUMN_FAMILY);
        if (name == null) {
            name = series.logicalScope().substring(OPERATOR_SCOPE.length() + 1);
        }
        return name.isEmpty() ? Optional.empty() : Optional.of(new State(operator(series), name));
    }

    private static String operator(Series series) {
        return Objects.toString(series.variable(OPERATOR_ID), "");
    }

    /**
     * A state; two operators of a chain may give theirs the same name.
     *
     * @param operator operator id
     * @param name column family
     */
    private record State(String operator, String name) {}

    private static OptionalLong whole(Map<String, RawValue> values, String name) {
        RawValue value = values.get(name);
        return value == null ? OptionalLong.empty() : value.asLong();
    }
}
