/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.CharacterFilter;
import org.apache.flink.metrics.LogicalScopeProvider;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * What Flink has registered at the moment. Thread safe. Flink calls {@link #added} and {@link #removed} under the lock
 * that every task deployment needs: they put into a map and no more, and never evaluate a metric.
 */
public final class MetricIndex {
    private final Map<Key, Series> series = new ConcurrentHashMap<>();
    private final LongAdder failures = new LongAdder();
    private final LongSupplier epochMillis;

    /**
     * An empty index.
     *
     * @param epochMillis wall clock, to stamp registrations
     */
    public MetricIndex(LongSupplier epochMillis) {
        this.epochMillis = epochMillis;
    }

    /**
     * Takes up a metric.
     *
     * @param metric the metric
     * @param name its name in the group
     * @param group its group; kept until the removal
     */
    public void added(Metric metric, String name, MetricGroup group) {
        String scope = group instanceof LogicalScopeProvider provider
                ? provider.getLogicalScope(CharacterFilter.NO_OP_FILTER, '.')
                : String.join(".", group.getScopeComponents());
        // Flink caches the variables per group and never changes them afterwards: sharing the map is free.
        series.put(
                new Key(metric, name, unwrapped(group)),
                new Series(metric, name, scope, group.getAllVariables(), epochMillis.getAsLong()));
    }

    /**
     * Drops a metric, and with it the last reference from here to the job's classes.
     *
     * @param metric as added
     * @param name as added
     * @param group as added
     */
    public void removed(Metric metric, String name, MetricGroup group) {
        series.remove(new Key(metric, name, unwrapped(group)));
    }

    /** Everything that is registered: a live, unmodifiable view that may be iterated at any time. */
    public Collection<Series> series() {
        return Collections.unmodifiableCollection(series.values());
    }

    /** Drops everything. */
    public void clear() {
        series.clear();
    }

    /** Reads and registrations that failed so far. */
    public long failures() {
        return failures.sum();
    }

    /** Counts some. */
    void countFailures(long count) {
        failures.add(count);
    }

    /** Flink wraps a group anew for each notification; what it wraps stays the same. */
    private static MetricGroup unwrapped(MetricGroup group) {
        return group instanceof LogicalScopeProvider provider ? provider.getWrappedMetricGroup() : group;
    }

    /**
     * The same metric object may be registered under several names and in several groups. Compares by identity: a user's
     * metric may define {@code equals}, slowly or wrongly, and this runs under Flink's lock.
     */
    private static final class Key {
        private final Metric metric;
        private final String name;
        private final MetricGroup group;

        Key(Metric metric, String name, MetricGroup group) {
            this.metric = metric;
            this.name = name;
            this.group = group;
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && metric == key.metric && group == key.group && name.equals(key.name);
        }

        @Override
        public int hashCode() {
            return (System.identityHashCode(metric) * 31 + System.identityHashCode(group)) * 31 + name.hashCode();
        }
    }
}
