/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import static dev.flinkvitals.metrics.FlinkMetricNames.ACCUMULATE_BACK_PRESSURED_TIME;
import static dev.flinkvitals.metrics.FlinkMetricNames.ACCUMULATE_BUSY_TIME;
import static dev.flinkvitals.metrics.FlinkMetricNames.ACCUMULATE_IDLE_TIME;
import static dev.flinkvitals.metrics.FlinkMetricNames.CURRENT_INPUT_WATERMARK;
import static dev.flinkvitals.metrics.FlinkMetricNames.INPUT_BUFFERS_SCOPE;
import static dev.flinkvitals.metrics.FlinkMetricNames.IN_POOL_USAGE;
import static dev.flinkvitals.metrics.FlinkMetricNames.NUM_RECORDS_IN;
import static dev.flinkvitals.metrics.FlinkMetricNames.NUM_RECORDS_OUT;
import static dev.flinkvitals.metrics.FlinkMetricNames.OUTPUT_BUFFERS_SCOPE;
import static dev.flinkvitals.metrics.FlinkMetricNames.OUT_POOL_USAGE;
import static dev.flinkvitals.metrics.FlinkMetricNames.TASK_SCOPE;
import static dev.flinkvitals.metrics.FlinkMetricNames.TIME_TO_CONSUME_BUFFERS;

import dev.flinkvitals.export.RawValue;
import dev.flinkvitals.signals.AttemptId;
import dev.flinkvitals.signals.PartitionReading;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.SubtaskReading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What the series of one attempt showed, put together into readings. Used by one thread. */
final class AttemptReadings {
    private final AttemptId key;
    private final Map<String, RawValue> task = new HashMap<>();
    private final TaskTimes times = new TaskTimes();
    private final SourceReadings source = new SourceReadings();
    private final CommitterReadings committers = new CommitterReadings();
    private final RocksDbReadings rocksDb = new RocksDbReadings();

    AttemptReadings(AttemptId key) {
        this.key = key;
    }

    /** Whether a series is of any use here; decides by scope and name alone. */
    static boolean isWanted(Series series) {
        String name = series.metricName();
        return switch (series.logicalScope()) {
            case TASK_SCOPE ->
                name.equals(ACCUMULATE_BUSY_TIME)
                        || name.equals(ACCUMULATE_BACK_PRESSURED_TIME)
                        || name.equals(ACCUMULATE_IDLE_TIME)
                        || TaskTimes.isTimer(name)
                        || name.equals(NUM_RECORDS_IN)
                        || name.equals(NUM_RECORDS_OUT)
                        || name.equals(CURRENT_INPUT_WATERMARK)
                        || name.equals(TIME_TO_CONSUME_BUFFERS);
            case INPUT_BUFFERS_SCOPE -> name.equals(IN_POOL_USAGE);
            case OUTPUT_BUFFERS_SCOPE -> name.equals(OUT_POOL_USAGE);
            default ->
                SourceReadings.isWanted(series)
                        || CommitterReadings.isWanted(series)
                        || RocksDbReadings.isWanted(series);
        };
    }

    /** Takes up one value. */
    void add(Series series, RawValue value) {
        if (RocksDbReadings.isWanted(series)) {
            rocksDb.add(series, value);
        } else if (SourceReadings.isWanted(series)) {
            source.add(series, value);
        } else if (CommitterReadings.isWanted(series)) {
            committers.add(series, value);
        } else if (TaskTimes.isTimer(series.metricName())) {
            TaskTimer.read(series.metric(), System.currentTimeMillis())
                    .ifPresent(timer -> times.add(series.metricName(), timer));
        } else {
            task.put(series.metricName(), value);
        }
    }

    AttemptId key() {
        return key;
    }

    SubtaskReading subtask(String taskManagerId, long sampleMillis, OptionalLong cpuMillis) {
        return new SubtaskReading(
                key.subtask(),
                key.attempt(),
                sampleMillis,
                times.busy(whole(ACCUMULATE_BUSY_TIME)),
                times.backPressured(whole(ACCUMULATE_BACK_PRESSURED_TIME)),
                times.idle(whole(ACCUMULATE_IDLE_TIME)),
                source.isSource() ? source.recordsIn() : whole(NUM_RECORDS_IN),
                whole(NUM_RECORDS_OUT),
                source.isSource() ? source.watermark() : Watermarks.known(whole(CURRENT_INPUT_WATERMARK)),
                ratio(IN_POOL_USAGE),
                ratio(OUT_POOL_USAGE),
                source.pendingRecords(),
                taskManagerId,
                cpuMillis,
                source.recordsLead(),
                committers.pendingCommittables(),
                inputBufferMillis());
    }

    /** Without an input Flink's maximum over none of them stands there. */
    private OptionalLong inputBufferMillis() {
        OptionalLong millis = whole(TIME_TO_CONSUME_BUFFERS);
        return millis.orElse(-1) >= 0 ? millis : OptionalLong.empty();
    }

    List<PartitionReading> partitions() {
        return source.partitions(key.subtask());
    }

    List<StateBackendReading> stateBackends() {
        return rocksDb.readings(key.subtask());
    }

    private OptionalLong whole(String name) {
        RawValue value = task.get(name);
        return value == null ? OptionalLong.empty() : value.asLong();
    }

    private OptionalDouble ratio(String name) {
        RawValue value = task.get(name);
        return value == null ? OptionalDouble.empty() : value.asDouble();
    }
}
