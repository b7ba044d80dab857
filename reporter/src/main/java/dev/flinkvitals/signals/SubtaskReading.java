/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What one subtask's counters showed. Counters are Flink's accumulated ones, not its 60 s averages, so that rates can be
 * taken over non-overlapping windows.
 *
 * @param id vertex and index
 * @param attempt attempt number of the execution; counters start again with each attempt
 * @param sampleMillis when the counters were read: milliseconds on the TaskManager's monotonic clock
 * @param busyMillis {@code accumulateBusyTimeMs}; empty for legacy sources, where Flink reports NaN
 * @param backPressuredMillis {@code accumulateBackPressuredTimeMs}
 * @param idleMillis {@code accumulateIdleTimeMs}
 * @param recordsIn {@code numRecordsIn} of the task; for a source, of its source operator
 * @param recordsOut {@code numRecordsOut} of the task
 * @param watermarkMillis current input watermark (for a source: output), epoch milliseconds; empty before the first one
 * @param inputPoolUsage {@code inPoolUsage}, 0 to 1
 * @param outputPoolUsage {@code outPoolUsage}, 0 to 1
 * @param pendingRecords {@code pendingRecords} of a source; empty if the connector does not report it
 * @param processId resource id of the TaskManager that runs it
 * @param cpuMillis CPU time of the task's thread, accumulated; empty where the JVM does not measure it
 * @param recordsLead records between the oldest retained record and the fetch position, least over the partitions of a
 *     Kafka source ({@code records-lead-min}): at 0 the next record was deleted before it was read
 * @param pendingCommittables {@code pendingCommittables} of a committing sink: transactions that wait for a checkpoint
 * @param inputBufferMillis {@code estimatedTimeToConsumeBuffersMs}: how long it needs for what waits in its input; 0 also where
 *     buffer debloating is off, which alone estimates it; empty for a source
 */
public record SubtaskReading(
        SubtaskId id,
        int attempt,
        long sampleMillis,
        OptionalLong busyMillis,
        OptionalLong backPressuredMillis,
        OptionalLong idleMillis,
        OptionalLong recordsIn,
        OptionalLong recordsOut,
        OptionalLong watermarkMillis,
        OptionalDouble inputPoolUsage,
        OptionalDouble outputPoolUsage,
        OptionalLong pendingRecords,
        String processId,
        OptionalLong cpuMillis,
        OptionalLong recordsLead,
        OptionalLong pendingCommittables,
        OptionalLong inputBufferMillis) {
    /** A reading of a subtask whose input buffers are not known. */
    public SubtaskReading(
            SubtaskId id,
            int attempt,
            long sampleMillis,
            OptionalLong busyMillis,
            OptionalLong backPressuredMillis,
            OptionalLong idleMillis,
            OptionalLong recordsIn,
            OptionalLong recordsOut,
            OptionalLong watermarkMillis,
            OptionalDouble inputPoolUsage,
            OptionalDouble outputPoolUsage,
            OptionalLong pendingRecords,
            String processId,
            OptionalLong cpuMillis,
            OptionalLong recordsLead,
            OptionalLong pendingCommittables) {
        this(
                id,
                attempt,
                sampleMillis,
                busyMillis,
                backPressuredMillis,
                idleMillis,
                recordsIn,
                recordsOut,
                watermarkMillis,
                inputPoolUsage,
                outputPoolUsage,
                pendingRecords,
                processId,
                cpuMillis,
                recordsLead,
                pendingCommittables,
                OptionalLong.empty());
    }
}
