/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What RocksDB really takes of one TaskManager's memory: Flink's own metric shows all of the managed memory as used as soon
 * as a database is open. With managed memory the memtables are charged to the block cache, so they are not added to it.
 *
 * @param usedBytes block cache and table readers of the subtask that fills its cache most
 * @param cacheBytes capacity of that cache
 * @param fill mean share of the caches that is filled, 0 or more
 */
record RocksDbMemory(double usedBytes, double cacheBytes, double fill) {
    private static final class Database {
        private double usage;
        private double capacity;
        private double readers;

        void add(StateBackendReading state) {
            // The cache is shared by all states of a slot.
            usage = Math.max(usage, (double) state.blockCacheUsageBytes().orElse(0));
            capacity =
                    Math.max(capacity, (double) state.blockCacheCapacityBytes().orElse(0));
            readers += Math.max(0, state.tableReadersBytes().orElse(0));
        }

        double share() {
            return (usage + readers) / capacity;
        }
    }

    private static final class Caches {
        private double used;
        private double capacity = 1;
        private double fills;
        private int count;

        void add(Database database) {
            if (database.share() > used / capacity || count == 0) {
                used = database.usage + database.readers;
                capacity = database.capacity;
            }
            fills += Math.max(0, database.usage) / database.capacity;
            count++;
        }
    }

    /** The memory of each process that shows a block cache. */
    static Map<String, RocksDbMemory> of(JobReading reading) {
        if (reading.stateBackends().isEmpty()) {
            return Map.of();
        }
        Map<SubtaskId, String> processes = new HashMap<>();
        for (SubtaskReading subtask : reading.subtasks()) {
            processes.put(subtask.id(), subtask.processId());
        }
        // In the order of the reading, because sums of fractions depend on it.
        Map<SubtaskId, Database> databases = new LinkedHashMap<>();
        for (StateBackendReading state : reading.stateBackends()) {
            if (state.blockCacheCapacityBytes().orElse(0) > 0) {
                databases.computeIfAbsent(state.subtask(), id -> new Database()).add(state);
            }
        }
        Map<String, Caches> caches = new HashMap<>();
        databases.forEach((subtask, database) -> {
            String process = processes.get(subtask);
            if (process != null) {
                caches.computeIfAbsent(process, p -> new Caches()).add(database);
            }
        });
        Map<String, RocksDbMemory> memory = new HashMap<>();
        caches.forEach((process, c) -> memory.put(process, new RocksDbMemory(c.used, c.capacity, c.fills / c.count)));
        return memory;
    }
}
