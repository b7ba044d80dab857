/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import dev.flinkvitals.export.RawSeries;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricType;
import org.jspecify.annotations.Nullable;

/**
 * One metric that Flink registered. What its group knows is taken at registration, since a group that Flink has closed
 * answers no more; what is derived from it is computed on first use, on our own threads. Thread safe.
 */
public final class Series implements RawSeries {
    /** A read that blocked this often is a habit: the series is not read again. */
    private static final int QUARANTINES_FOR_GOOD = 3;

    private final Metric metric;
    private final MetricType kind;
    private final String metricName;
    private final String logicalScope;
    private final Map<String, String> variables;
    private final long registeredMillis;
    private final AtomicInteger quarantines = new AtomicInteger();
    private volatile @Nullable String exportName;
    private volatile @Nullable Map<String, String> attributes;
    private volatile boolean reading;
    private volatile boolean notNumeric;
    private volatile boolean fell;
    private volatile long highestCount = Long.MIN_VALUE;

    Series(
            Metric metric,
            String metricName,
            String logicalScope,
            Map<String, String> variables,
            long registeredMillis) {
        this.metric = metric;
        this.kind = metric.getMetricType();
        this.metricName = metricName;
        this.logicalScope = logicalScope;
        this.variables = variables;
        this.registeredMillis = registeredMillis;
    }

    /** The metric itself. */
    Metric metric() {
        return metric;
    }

    /** Gauge, counter, meter or histogram. */
    public MetricType kind() {
        return kind;
    }

    /** Flink's name of the metric, e.g. {@code numRecordsIn}. */
    public String metricName() {
        return metricName;
    }

    /** Flink's logical scope, e.g. {@code taskmanager.job.task}. */
    public String logicalScope() {
        return logicalScope;
    }

    /**
     * The value of a scope variable.
     *
     * @param variable its name in angle brackets, e.g. {@code <job_id>}
     * @return the value, or null if this scope does not have the variable
     */
    @Nullable
    String variable(String variable) {
        return variables.get(variable);
    }

    @Override
    public String name() {
        String name = exportName;
        if (name == null) {
            name = "flink." + logicalScope + "." + metricName;
            exportName = name;
        }
        return name;
    }

    @Override
    public Map<String, String> attributes() {
        Map<String, String> result = attributes;
        if (result == null) {
            result = variables.entrySet().stream()
                    .filter(entry -> entry.getKey() != null && entry.getValue() != null)
                    .collect(Collectors.toUnmodifiableMap(
                            entry -> withoutBrackets(entry.getKey()), Map.Entry::getValue, (first, second) -> first));
            attributes = result;
        }
        return result;
    }

    @Override
    public long registeredMillis() {
        return registeredMillis;
    }

    /** Whether it may be read now: not while an earlier read still hangs in it, and never again after several of those. */
    boolean isReadable() {
        return !reading && quarantines.get() < QUARANTINES_FOR_GOOD;
    }

    /** A read of it does not return. */
    void quarantine() {
        reading = true;
        quarantines.incrementAndGet();
    }

    /** The read that did not return has returned after all. */
    void release() {
        reading = false;
    }

    /** Remembers that its values are no numbers; returns whether that is news. */
    boolean markNotNumeric() {
        boolean news = !notNumeric;
        notNumeric = true;
        return news;
    }

    /** Takes note of a count and tells whether the counter ever went down. */
    boolean fellAt(long count) {
        if (count < highestCount) {
            fell = true;
        } else {
            highestCount = count;
        }
        return fell;
    }

    private static String withoutBrackets(String variable) {
        boolean bracketed = variable.length() >= 2 && variable.startsWith("<") && variable.endsWith(">");
        return bracketed ? variable.substring(1, variable.length() - 1) : variable;
    }
}
