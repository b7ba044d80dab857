/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.CharacterFilter;
import org.apache.flink.metrics.LogicalScopeProvider;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A group as Flink hands it to reporters. */
final class FakeGroup extends UnregisteredMetricsGroup implements LogicalScopeProvider {
    static final String JOB = "0123456789abcdef0123456789abcdef";
    static final String VERTEX = "fedcba9876543210fedcba9876543210";

    private final String scope;
    private final Map<String, String> variables;

    FakeGroup(String scope, Map<String, String> variables) {
        this.scope = scope;
        this.variables = variables;
    }

    /** A group below the given subtask of {@link #JOB} and {@link #VERTEX} on TaskManager tm-1. */
    static FakeGroup ofTask(String scope, int subtask, int attempt) {
        return new FakeGroup(
                scope,
                Map.of(
                        "<host>",
                        "host-1",
                        "<tm_id>",
                        "tm-1",
                        "<job_id>",
                        JOB,
                        "<job_name>",
                        "orders",
                        "<task_id>",
                        VERTEX,
                        "<subtask_index>",
                        Integer.toString(subtask),
                        "<task_attempt_num>",
                        Integer.toString(attempt)));
    }

    FakeGroup with(String variable, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(variable, value);
        return new FakeGroup(scope, more);
    }

    FakeGroup at(String otherScope) {
        return new FakeGroup(otherScope, variables);
    }

    @Override
    public Map<String, String> getAllVariables() {
        return variables;
    }

    @Override
    public String getLogicalScope(CharacterFilter filter) {
        return scope;
    }

    @Override
    public String getLogicalScope(CharacterFilter filter, char delimiter) {
        return scope;
    }

    @Override
    public MetricGroup getWrappedMetricGroup() {
        return this;
    }
}
