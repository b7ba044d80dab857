/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import dev.flinkvitals.signals.ProcessReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The resources of one process whose use and limit are both known.
 *
 * @param processId which
 * @param sampleMillis when they were read, on the process's clock
 * @param levels in the order of the enum
 * @param cacheBytes what RocksDB's block caches fill of the managed memory; empty if not known
 * @param cacheRoomBytes what they may still fill of it
 * @param gcShare share of time in garbage collection, 0 to 1
 */
public record ProcessLevels(
        String processId,
        long sampleMillis,
        List<ResourceLevel> levels,
        OptionalDouble cacheBytes,
        OptionalDouble cacheRoomBytes,
        OptionalDouble gcShare) {
    static ProcessLevels of(ProcessReading process, @Nullable RocksDbMemory rocksDb) {
        List<ResourceLevel> levels = new ArrayList<>(Resource.values().length);
        add(levels, Resource.HEAP, process, process.heapAfterGcBytes(), process.heapMaxBytes());
        add(levels, Resource.METASPACE, process, process.metaspaceBytes(), process.metaspaceMaxBytes());
        add(levels, Resource.DIRECT_MEMORY, process, process.directBytes(), process.directMaxBytes());
        add(levels, Resource.PROCESS_MEMORY, process, process.rssBytes(), process.memoryLimitBytes());
        if (rocksDb != null) {
            levels.add(new ResourceLevel(
                    Resource.MANAGED_MEMORY,
                    process.processId(),
                    process.sampleMillis(),
                    rocksDb.usedBytes(),
                    Resource.CACHE_OVERSHOOT * rocksDb.cacheBytes()));
        }
        add(levels, Resource.LOCAL_STATE, process, process.stateBytes(), process.stateLimitBytes());
        OptionalDouble cache = OptionalDouble.empty();
        OptionalDouble room = OptionalDouble.empty();
        if (rocksDb != null && process.managedMaxBytes().isPresent()) {
            double managed = process.managedMaxBytes().getAsLong();
            cache = OptionalDouble.of(rocksDb.fill() * managed);
            room = OptionalDouble.of(Math.max(0, 1 - rocksDb.fill()) * managed);
        }
        return new ProcessLevels(
                process.processId(), process.sampleMillis(), levels, cache, room, finite(process.gcShare()));
    }

    boolean isJobManager() {
        return processId.equals(ProcessReading.JOB_MANAGER);
    }

    /** The level of one resource, if it is known. */
    Optional<ResourceLevel> level(Resource resource) {
        return levels.stream().filter(l -> l.resource() == resource).findFirst();
    }

    private static OptionalDouble finite(OptionalDouble share) {
        return Double.isFinite(share.orElse(Double.NaN))
                ? OptionalDouble.of(Math.max(0, Math.min(1, share.getAsDouble())))
                : OptionalDouble.empty();
    }

    private static void add(
            List<ResourceLevel> levels,
            Resource resource,
            ProcessReading process,
            OptionalLong used,
            OptionalLong limit) {
        if (used.orElse(-1) >= 0 && limit.orElse(0) > 0) {
            levels.add(new ResourceLevel(
                    resource, process.processId(), process.sampleMillis(), used.getAsLong(), limit.getAsLong()));
        }
    }
}
