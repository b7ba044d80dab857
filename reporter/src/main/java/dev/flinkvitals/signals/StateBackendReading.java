/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.util.OptionalLong;

/**
 * RocksDB's own numbers for one state of one subtask. The block cache is shared by all states of a slot and the write
 * stop by all states of a database: take their maximum, never the sum.
 *
 * @param subtask the subtask
 * @param state name of the state (RocksDB column family)
 * @param estimatedKeys {@code rocksdb.estimate-num-keys}
 * @param liveSstBytes {@code rocksdb.live-sst-files-size}, bytes
 * @param memTableBytes {@code rocksdb.size-all-mem-tables}, bytes
 * @param pendingCompactionBytes {@code rocksdb.estimate-pending-compaction-bytes}, bytes
 * @param writeStopped {@code rocksdb.is-write-stopped}: 1 while writes are stopped
 * @param delayedWriteRate {@code rocksdb.actual-delayed-write-rate}, bytes per second; 0 means no delay
 * @param backgroundErrors {@code rocksdb.background-errors}, accumulated
 * @param level0Files {@code rocksdb.num-files-at-level0}
 * @param immutableMemTables {@code rocksdb.num-immutable-mem-table}
 * @param blockCacheUsageBytes {@code rocksdb.block-cache-usage}, bytes
 * @param blockCacheCapacityBytes {@code rocksdb.block-cache-capacity}, bytes
 * @param blockCachePinnedBytes {@code rocksdb.block-cache-pinned-usage}, bytes
 * @param flushPending {@code rocksdb.mem-table-flush-pending}: 1 while a flush waits
 * @param runningCompactions {@code rocksdb.num-running-compactions}
 * @param stallMicros {@code rocksdb.stall-micros}, accumulated microseconds; known only with RocksDB's statistics on
 * @param tableReadersBytes {@code rocksdb.estimate-table-readers-mem}, bytes outside the block cache
 * @param liveVersions {@code rocksdb.num-live-versions}: more than a few means that an iterator or snapshot is held
 * @param activeEntries {@code rocksdb.num-entries-active-mem-table}
 * @param activeDeletes {@code rocksdb.num-deletes-active-mem-table}
 */
public record StateBackendReading(
        SubtaskId subtask,
        String state,
        OptionalLong estimatedKeys,
        OptionalLong liveSstBytes,
        OptionalLong memTableBytes,
        OptionalLong pendingCompactionBytes,
        OptionalLong writeStopped,
        OptionalLong delayedWriteRate,
        OptionalLong backgroundErrors,
        OptionalLong level0Files,
        OptionalLong immutableMemTables,
        OptionalLong blockCacheUsageBytes,
        OptionalLong blockCacheCapacityBytes,
        OptionalLong blockCachePinnedBytes,
        OptionalLong flushPending,
        OptionalLong runningCompactions,
        OptionalLong stallMicros,
        OptionalLong tableReadersBytes,
        OptionalLong liveVersions,
        OptionalLong activeEntries,
        OptionalLong activeDeletes) {}
