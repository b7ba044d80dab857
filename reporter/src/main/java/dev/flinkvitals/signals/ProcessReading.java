/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What one JVM shows of its memory and disk.
 *
 * @param processId Flink's resource id of the TaskManager, or {@link #JOB_MANAGER}
 * @param sampleMillis when it was read: milliseconds on that process's monotonic clock
 * @param heapAfterGcBytes heap in use after the last collection that cleaned the long-lived pools; empty before the first
 * @param heapMaxBytes maximum heap
 * @param gcShare share of wall time spent in garbage collection, 0 to 1
 * @param rssBytes resident set size of the process
 * @param memoryLimitBytes what the process may use: the cgroup's limit, else Flink's configured process size
 * @param stateBytes bytes that the process's local state directories hold
 * @param stateLimitBytes bytes that they may hold: the declared limit, else what the file system has (used by state plus
 *     usable)
 * @param metaspaceBytes metaspace in use
 * @param metaspaceMaxBytes its limit; empty if there is none
 * @param directBytes direct buffers in use, Flink's network memory included, which is held in full from the start
 * @param directMaxBytes what direct buffers may use
 * @param managedBytes Flink's managed memory in use, as {@code Status.Flink.Memory.Managed.Used} tells it: what is
 *     reserved, so a slot with RocksDB shows its whole share from the start
 * @param managedMaxBytes Flink's managed memory
 * @param cpuShare share of the processors that the process may use which it does use, 0 to 1
 * @param heapLongLivedBytes what the heap's long-lived pools hold now: never less than a collection would leave there, and known
 *     before the first one; empty if the JVM has no such pool
 */
public record ProcessReading(
        String processId,
        long sampleMillis,
        OptionalLong heapAfterGcBytes,
        OptionalLong heapMaxBytes,
        OptionalDouble gcShare,
        OptionalLong rssBytes,
        OptionalLong memoryLimitBytes,
        OptionalLong stateBytes,
        OptionalLong stateLimitBytes,
        OptionalLong metaspaceBytes,
        OptionalLong metaspaceMaxBytes,
        OptionalLong directBytes,
        OptionalLong directMaxBytes,
        OptionalLong managedBytes,
        OptionalLong managedMaxBytes,
        OptionalDouble cpuShare,
        OptionalLong heapLongLivedBytes) {
    /** A reading of a process whose long-lived pools are not known. */
    public ProcessReading(
            String processId,
            long sampleMillis,
            OptionalLong heapAfterGcBytes,
            OptionalLong heapMaxBytes,
            OptionalDouble gcShare,
            OptionalLong rssBytes,
            OptionalLong memoryLimitBytes,
            OptionalLong stateBytes,
            OptionalLong stateLimitBytes,
            OptionalLong metaspaceBytes,
            OptionalLong metaspaceMaxBytes,
            OptionalLong directBytes,
            OptionalLong directMaxBytes,
            OptionalLong managedBytes,
            OptionalLong managedMaxBytes,
            OptionalDouble cpuShare) {
        this(
                processId,
                sampleMillis,
                heapAfterGcBytes,
                heapMaxBytes,
                gcShare,
                rssBytes,
                memoryLimitBytes,
                stateBytes,
                stateLimitBytes,
                metaspaceBytes,
                metaspaceMaxBytes,
                directBytes,
                directMaxBytes,
                managedBytes,
                managedMaxBytes,
                cpuShare,
                OptionalLong.empty());
    }

    /** Process id of a JobManager. */
    public static final String JOB_MANAGER = "jobmanager";

    /** Whether this is the JobManager, which runs no task of the job. */
    public boolean isJobManager() {
        return processId.equals(JOB_MANAGER);
    }
}
