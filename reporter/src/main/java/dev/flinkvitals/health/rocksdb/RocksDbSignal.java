/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

import dev.flinkvitals.health.estimate.Curve;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Words;
import java.util.Locale;

/**
 * The numbers by which a state backend is judged, those that hold writes back first, then what may be behind them, then what
 * costs memory. Thresholds relate to RocksDB's defaults (8.10): writes slow down at 20 files in level 0 or 64 GiB of pending
 * compaction, and stop when both memtables wait to be flushed. ForSt is a fork with the same numbers.
 */
enum RocksDbSignal {
    /** A single stopped sample is half bad, a tenth of them as bad as it gets. */
    WRITE_STOPPED("is-write-stopped", "write_stop", "writes are stopped %s of the time", new Curve(-0.1, 0, 0.1)),
    /** What a sample every few seconds misses: RocksDB's own sum of the time that writers waited. */
    STALLED("stall-micros", "write_stop", "writers wait %s of the time", new Curve(0.01, 0.05, 0.2)),
    WRITE_DELAYED(
            "actual-delayed-write-rate",
            "delayed_writes",
            "writes are slowed down %s of the time",
            new Curve(0.05, 0.3, 0.95)),
    MEM_TABLES_FULL(
            "num-immutable-mem-table",
            "memtables",
            "two or more memtables wait to be flushed %s of the time",
            new Curve(0.1, 0.5, 0.9)),
    /** Half bad at most: a flush that always waits is busy, not late, as long as the memtables do not pile up. */
    FLUSH_PENDING(
            "mem-table-flush-pending", "memtables", "a flush is pending %s of the time", new Curve(0.5, 0.95, 1.4)),
    LEVEL0_FILES("num-files-at-level0", "level0_files", "%s files in level 0", new Curve(10, 16, 20), "{file}"),
    PENDING_COMPACTION(
            "estimate-pending-compaction-bytes",
            "compaction_backlog",
            "%s wait for compaction",
            new Curve(16, 32, 64).times(1L << 30),
            "By"),
    CACHE_PINNED(
            "block-cache-pinned-usage",
            "pinned_cache",
            "%s of the block cache are pinned by open iterators",
            new Curve(0.5, 0.8, 0.95)),
    MEMORY_BUDGET(
            "block-cache-usage",
            "memory_budget",
            "block cache, memtables and table readers take %s of the slot's managed memory",
            new Curve(1, 1.1, 1.25)),
    TOMBSTONES(
            "num-deletes-active-mem-table", "tombstones", "%s of all writes are deletions", new Curve(0.3, 0.5, 0.8)),
    LIVE_VERSIONS(
            "num-live-versions",
            "held_versions",
            "open iterators or snapshots hold %s versions of the files",
            new Curve(3, 5, 20),
            "{version}"),
    /** After one the database may be read-only; the counter never falls. */
    BACKGROUND_ERRORS(
            "background-errors", "background_errors", "%s background errors", new Curve(0, 0.5, 1), "{error}");

    private final String metric;
    private final String cause;
    private final String words;
    private final Curve curve;
    private final String unit;

    RocksDbSignal(String metric, String cause, String words, Curve curve) {
        this(metric, cause, words, curve, "1");
    }

    RocksDbSignal(String metric, String cause, String words, Curve curve, String unit) {
        this.metric = metric;
        this.cause = cause;
        this.words = words;
        this.curve = curve;
        this.unit = unit;
    }

    /** Name of the native metric. */
    String metric() {
        return metric;
    }

    /** Stable label of what it tells. */
    String cause() {
        return cause;
    }

    /** Whether it tells that writes are held back, and not why. */
    boolean isSymptom() {
        return this == WRITE_STOPPED || this == STALLED || this == WRITE_DELAYED;
    }

    /** Whether it tells why writes are held back. */
    boolean isRoot() {
        return this == MEM_TABLES_FULL || this == FLUSH_PENDING || this == LEVEL0_FILES || this == PENDING_COMPACTION;
    }

    /** Severity of the number, or of the share of time, 0 to 1. */
    double severity(double value) {
        return value == 0 ? 0 : curve.severity(value);
    }

    /** The number for a person. */
    String words(double value) {
        String shown = switch (unit) {
            case "1" -> Words.percent(value);
            case "By" -> Words.bytes(value);
            default -> String.format(Locale.ROOT, "%.0f", value);
        };
        return String.format(Locale.ROOT, words, shown);
    }

    /** The number as evidence. */
    Evidence evidence(double value) {
        return new Evidence("rocksdb " + metric, value, unit);
    }
}
