/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import dev.flinkvitals.signals.AttemptId;
import dev.flinkvitals.signals.JobDigest;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.SubtaskId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Turns what Flink registered into readings. Thread safe; calls wait for each other. Holds one thread until closed.
 */
public final class ReadingCollector implements AutoCloseable {
    private static final Comparator<SubtaskId> SUBTASK_ORDER =
            Comparator.comparing(SubtaskId::vertex).thenComparingInt(SubtaskId::index);

    private final SeriesReader reader;
    private final TaskInside inside;

    /** A collector of what metrics show, no more. */
    public ReadingCollector() {
        this(TaskInside.NONE);
    }

    /**
     * A collector that waits up to a second for each metric.
     *
     * @param inside what is known of tasks besides their metrics
     */
    public ReadingCollector(TaskInside inside) {
        this(new SeriesReader(SeriesReader.PATIENCE, "signal-reader"), inside);
    }

    ReadingCollector(SeriesReader reader, TaskInside inside) {
        this.reader = reader;
        this.inside = inside;
    }

    /**
     * Reads what one TaskManager runs.
     *
     * @param index where the metrics are
     * @param taskManagerId Flink's resource id; one JVM may hold several TaskManagers
     * @param sampleMillis stamp of the readings: milliseconds on this process's monotonic clock
     * @return one digest for each job that has subtasks there, in the order of the job ids; of a subtask only the newest
     *     attempt
     */
    public List<JobDigest> collect(MetricIndex index, String taskManagerId, long sampleMillis) {
        Map<Series, AttemptId> wanted = new HashMap<>();
        for (Series series : index.series()) {
            if (AttemptReadings.isWanted(series) && taskManagerId.equals(series.variable(FlinkMetricNames.TM_ID))) {
                AttemptKey.of(series).ifPresent(key -> wanted.put(series, key));
            }
        }
        Map<AttemptId, AttemptReadings> attempts = new HashMap<>();
        for (SeriesReader.Sample sample : reader.read(index, List.copyOf(wanted.keySet()))) {
            AttemptId key = Objects.requireNonNull(wanted.get(sample.series()));
            attempts.computeIfAbsent(key, AttemptReadings::new).add(sample.series(), sample.value());
        }
        return digests(attempts.values(), taskManagerId, sampleMillis);
    }

    /**
     * The managed memory of one TaskManager.
     *
     * @param index where the metrics are
     * @param taskManagerId Flink's resource id
     * @return what Flink shows; empty where it does not
     */
    public ManagedMemory managedMemory(MetricIndex index, String taskManagerId) {
        List<Series> candidates = index.series().stream()
                .filter(series -> series.logicalScope().equals(FlinkMetricNames.MANAGED_MEMORY_SCOPE))
                .filter(series -> taskManagerId.equals(series.variable(FlinkMetricNames.TM_ID)))
                .toList();
        ManagedMemory memory = ManagedMemory.UNKNOWN;
        for (SeriesReader.Sample sample : reader.read(index, candidates)) {
            OptionalLong bytes = sample.value().asLong();
            memory = switch (sample.series().metricName()) {
                case FlinkMetricNames.MANAGED_USED -> new ManagedMemory(bytes, memory.totalBytes());
                case FlinkMetricNames.MANAGED_TOTAL -> new ManagedMemory(memory.usedBytes(), bytes);
                default -> memory;
            };
        }
        return memory;
    }

    /**
     * How often a job was restarted, as its JobMaster in this process counts.
     *
     * @param index where the metrics are
     * @param job the job
     * @return {@code numRestarts}, else {@code fullRestarts}; empty if this process does not run the job's JobMaster
     */
    public OptionalLong restarts(MetricIndex index, JobId job) {
        List<Series> candidates = index.series().stream()
                .filter(series -> series.logicalScope().equals(FlinkMetricNames.JOB_MANAGER_JOB_SCOPE))
                .filter(series -> series.metricName().equals(FlinkMetricNames.NUM_RESTARTS)
                        || series.metricName().equals(FlinkMetricNames.FULL_RESTARTS))
                .filter(series -> job.hex().equals(series.variable(FlinkMetricNames.JOB_ID)))
                // fullRestarts is the older name and is gone in Flink 2.
                .sorted(Comparator.comparing(Series::metricName).reversed())
                .toList();
        return reader.read(index, candidates).stream()
                .flatMapToLong(sample -> sample.value().asLong().stream())
                .findFirst();
    }

    @Override
    public void close() {
        reader.close();
    }

    private List<JobDigest> digests(Collection<AttemptReadings> attempts, String taskManagerId, long sampleMillis) {
        // While a task restarts, Flink may still show the metrics of the attempt that ends.
        Map<JobId, Map<SubtaskId, AttemptReadings>> newest = new TreeMap<>();
        for (AttemptReadings attempt : attempts) {
            newest.computeIfAbsent(attempt.key().job(), job -> new TreeMap<>(SUBTASK_ORDER))
                    .merge(attempt.key().subtask(), attempt, ReadingCollector::newer);
        }
        return newest.entrySet().stream()
                .map(entry -> digest(entry.getKey(), entry.getValue().values(), taskManagerId, sampleMillis))
                .toList();
    }

    private JobDigest digest(JobId job, Collection<AttemptReadings> attempts, String taskManagerId, long sampleMillis) {
        return new JobDigest(
                job,
                attempts.stream()
                        .map(attempt -> attempt.subtask(taskManagerId, sampleMillis, inside.cpuMillis(attempt.key())))
                        .toList(),
                attempts.stream()
                        .flatMap(attempt -> attempt.partitions().stream())
                        .toList(),
                attempts.stream()
                        .flatMap(attempt -> attempt.stateBackends().stream())
                        .toList(),
                attempts.stream()
                        .flatMap(attempt -> inside.states(attempt.key()).stream())
                        .distinct()
                        .toList());
    }

    private static AttemptReadings newer(AttemptReadings one, AttemptReadings other) {
        return one.key().attempt() >= other.key().attempt() ? one : other;
    }
}
