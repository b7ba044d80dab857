/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import dev.flinkvitals.signals.ProcessReading;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How much of a resource a process uses.
 *
 * @param resource which
 * @param processId whose
 * @param sampleMillis when it was read, on the process's clock
 * @param usedBytes bytes in use
 * @param limitBytes bytes that it may use, above 0
 */
public record ResourceLevel(
        Resource resource, String processId, long sampleMillis, double usedBytes, double limitBytes) {
    /** Share in use; above 1 if a limit is exceeded that nothing enforces. */
    double ratio() {
        return usedBytes / limitBytes;
    }

    /** The resources of a process whose use and limit are both known. */
    static List<ResourceLevel> of(ProcessReading process) {
        List<ResourceLevel> levels = new ArrayList<>();
        add(levels, Resource.HEAP, process, process.heapAfterGcBytes(), process.heapMaxBytes());
        add(levels, Resource.PROCESS_MEMORY, process, process.rssBytes(), process.memoryLimitBytes());
        add(levels, Resource.LOCAL_STATE, process, process.stateBytes(), process.stateLimitBytes());
        return List.copyOf(levels);
    }

    private static void add(
            List<ResourceLevel> levels,
            Resource resource,
            ProcessReading process,
            OptionalLong used,
            OptionalLong limit) {
        if (used.isPresent() && limit.orElse(0) > 0) {
            levels.add(new ResourceLevel(
                    resource, process.processId(), process.sampleMillis(), used.getAsLong(), limit.getAsLong()));
        }
    }
}
