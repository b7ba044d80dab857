/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import dev.flinkvitals.signals.AttemptId;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.VertexId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads from a metric's scope variables to which attempt it belongs. */
final class AttemptKey {
    private AttemptKey() {}

    /**
     * The attempt that a series belongs to.
     *
     * @param series any series
     * @return its attempt; empty if the series is not below a task, or if its variables have an unknown form
     */
    static Optional<AttemptId> of(Series series) {
        String job = series.variable(FlinkMetricNames.JOB_ID);
        String vertex = series.variable(FlinkMetricNames.TASK_ID);
        String index = series.variable(FlinkMetricNames.SUBTASK_INDEX);
        String attempt = series.variable(FlinkMetricNames.TASK_ATTEMPT_NUM);
        if (job == null || vertex == null || index == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AttemptId(
                    new JobId(job),
                    new SubtaskId(new VertexId(vertex), Integer.parseInt(index)),
                    attemptNumber(attempt)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int attemptNumber(@Nullable String attempt) {
        return attempt == null ? 0 : Integer.parseInt(attempt);
    }
}
