/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.entry;

import java.util.List;

/**
 * Switches on RocksDB's cheap native metrics: properties that RocksDB has at hand. Left out are the total size of all SST
 * files and everything that needs RocksDB's {@code Statistics}, which Flink's own documentation warns about: so
 * {@code stall-micros} is read only where the user has switched it on.
 */
final class NativeMetrics {
    private static final List<String> CHEAP = List.of(
            "enableEstimateNumKeys",
            "enableLiveSstFilesSize",
            "enableSizeAllMemTables",
            "enableNumImmutableMemTable",
            "enableEstimatePendingCompactionBytes",
            "enableNumRunningCompactions",
            "enableNumRunningFlushes",
            "enableActualDelayedWriteRate",
            "enableIsWriteStopped",
            "enableBackgroundErrors",
            "enableNumFilesAtLevel",
            "enableBlockCacheUsage",
            "enableBlockCacheCapacity",
            "enableBlockCachePinnedUsage",
            "enableMemTableFlushPending",
            "enableEstimateTableReadersMem",
            "enableNumLiveVersions",
            "enableNumEntriesActiveMemTable",
            "enableNumDeletesActiveMemTable");

    private NativeMetrics() {}

    /**
     * Enables the cheap metrics in Flink's options; one that this version lacks is left out.
     *
     * @param options a {@code RocksDBNativeMetricOptions} or {@code ForStNativeMetricOptions} of any supported version
     */
    static void enableCheapOnes(Object options) {
        for (String method : CHEAP) {
            try {
                options.getClass().getMethod(method).invoke(options);
            } catch (ReflectiveOperationException | RuntimeException e) {
                // This version has no such metric: its readings stay absent, which the health model treats as unknown.
            }
        }
    }
}
