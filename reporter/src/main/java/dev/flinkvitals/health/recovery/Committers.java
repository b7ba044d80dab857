/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.recovery;

import dev.flinkvitals.signals.JobReading;
import java.util.Locale;

/** Finds the sinks whose records become visible only when a checkpoint completes. */
final class Committers {
    private Committers() {}

    /**
     * Whether the job has a committing sink: one that reports what it still has to commit, or a vertex that carries Flink's name
     * for the committing operator. Such a sink may still be set to at-least-once, which Flink does not tell.
     */
    static boolean isPresent(JobReading reading) {
        return reading.subtasks().stream()
                        .anyMatch(subtask -> subtask.pendingCommittables().isPresent())
                || reading.topology().vertices().stream()
                        .anyMatch(
                                vertex -> vertex.name().toLowerCase(Locale.ROOT).contains("committer"));
    }
}
