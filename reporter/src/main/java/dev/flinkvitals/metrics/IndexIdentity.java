/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import dev.flinkvitals.export.ProcessIdentity;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells from the registered metrics what this process is; Flink does not say so when it opens a reporter. */
final class IndexIdentity {
    private IndexIdentity() {}

    /**
     * The identity.
     *
     * @param index where the metrics are
     * @param processId operating system's id of this process: tells JobManagers on one host apart
     * @param version version of Flink Vitals
     * @return the identity; role {@code unknown} for several TaskManagers, or a JobManager and TaskManagers, in one JVM
     */
    static ProcessIdentity of(MetricIndex index, long processId, String version) {
        Set<String> taskManagers = values(index, FlinkMetricNames.TM_ID);
        Set<String> hosts = values(index, FlinkMetricNames.HOST);
        Optional<String> host = hosts.size() == 1 ? hosts.stream().findFirst() : Optional.empty();
        boolean jobManager = index.series().stream()
                .anyMatch(series -> (series.logicalScope() + ".").startsWith(FlinkMetricNames.JOB_MANAGER_SCOPE + "."));
        if (taskManagers.size() == 1 && !jobManager) {
            return new ProcessIdentity(
                    ProcessIdentity.TASK_MANAGER, taskManagers.iterator().next(), host, version);
        }
        String role = jobManager && taskManagers.isEmpty() ? ProcessIdentity.JOB_MANAGER : ProcessIdentity.UNKNOWN;
        return new ProcessIdentity(role, host.orElse("localhost") + ":" + processId, host, version);
    }

    private static Set<String> values(MetricIndex index, String variable) {
        return index.series().stream()
                .map(series -> series.variable(variable))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
