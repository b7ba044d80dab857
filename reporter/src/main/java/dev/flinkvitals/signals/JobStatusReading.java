/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * Where the job stands in its life.
 *
 * @param phase current phase
 * @param since when the job entered this phase (JobManager's wall clock)
 * @param startedAt when the job was submitted to this JobManager
 * @param tasksRunning subtasks in state RUNNING or FINISHED
 * @param tasksTotal all subtasks
 * @param restarts Flink's {@code numRestarts} since this JobManager took over; empty if not reported
 */
public record JobStatusReading(
        JobPhase phase, Instant since, Instant startedAt, int tasksRunning, int tasksTotal, OptionalLong restarts) {
    /** Whether the job is RUNNING with every subtask running. */
    public boolean isFullyRunning() {
        return phase == JobPhase.RUNNING && tasksTotal > 0 && tasksRunning == tasksTotal;
    }
}
