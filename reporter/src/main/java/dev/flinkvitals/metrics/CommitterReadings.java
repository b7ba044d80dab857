/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import static dev.flinkvitals.metrics.FlinkMetricNames.OPERATOR_ID;
import static dev.flinkvitals.metrics.FlinkMetricNames.OPERATOR_SCOPE;
import static dev.flinkvitals.metrics.FlinkMetricNames.PENDING_COMMITTABLES;

import dev.flinkvitals.export.RawValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/** The committing operators of one attempt; a chain may hold those of several sinks. Used by one thread. */
final class CommitterReadings {
    private final Map<String, Long> pending = new HashMap<>();

    static boolean isWanted(Series series) {
        return series.metricName().equals(PENDING_COMMITTABLES)
                && series.logicalScope().equals(OPERATOR_SCOPE);
    }

    void add(Series series, RawValue value) {
        String operator = Objects.toString(series.variable(OPERATOR_ID), "");
        value.asLong().ifPresent(count -> pending.put(operator, count));
    }

    /** Transactions that wait for a checkpoint, summed over the committers; empty if there is none. */
    OptionalLong pendingCommittables() {
        return pending.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        pending.values().stream().mapToLong(Long::longValue).sum());
    }
}
