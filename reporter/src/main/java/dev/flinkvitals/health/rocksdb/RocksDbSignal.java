/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

import dev.flinkvitals.health.estimate.Curve;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.StateBackendReading;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The numbers by which RocksDB is judged. Thresholds relate to its defaults (8.10): writes slow down at 20 files in level 0
 * or 64 GiB of pending compaction, and stop when both memtables wait to be flushed.
 */
public enum RocksDbSignal {
    /** A single stopped sample is half bad, a tenth of them as bad as it gets. */
    WRITE_STOPPED(
            "is-write-stopped",
            "writes are stopped %s of the time",
            new Curve(-0.1, 0, 0.1),
            s -> atLeast(s.writeStopped(), 1)),
    /** The rate is 0 while there is no delay, so any rate above is one. */
    WRITE_DELAYED(
            "actual-delayed-write-rate",
            "writes are slowed down %s of the time",
            new Curve(0.05, 0.3, 0.95),
            s -> atLeast(s.delayedWriteRate(), 1)),
    MEM_TABLES_FULL(
            "num-immutable-mem-table",
            "all memtables wait to be flushed %s of the time",
            new Curve(0.1, 0.5, 0.9),
            s -> atLeast(s.immutableMemTables(), 2)),
    /** After one the database is read-only; the counter never falls. */
    BACKGROUND_ERRORS(
            "background-errors",
            "%s background errors",
            new Curve(0, 0.5, 1),
            "{error}",
            s -> number(s.backgroundErrors())),
    LEVEL0_FILES(
            "num-files-at-level0",
            "%s files in level 0",
            new Curve(10, 16, 20),
            "{file}",
            s -> number(s.level0Files())),
    PENDING_COMPACTION(
            "estimate-pending-compaction-bytes",
            "%s wait for compaction",
            new Curve(16, 32, 64).times(1L << 30),
            "By",
            s -> number(s.pendingCompactionBytes())),
    BLOCK_CACHE_PINNED(
            "block-cache-pinned-usage",
            "%s of the block cache are pinned by open iterators",
            new Curve(0.5, 0.8, 0.95),
            "1",
            RocksDbSignal::pinned);

    private final String metric;
    private final String words;
    private final Curve curve;
    private final String unit;
    private final boolean shareOfTime;
    private final Function<StateBackendReading, OptionalDouble> measure;

    RocksDbSignal(String metric, String words, Curve curve, Function<StateBackendReading, OptionalDouble> flag) {
        this(metric, words, curve, "1", true, flag);
    }

    RocksDbSignal(
            String metric,
            String words,
            Curve curve,
            String unit,
            Function<StateBackendReading, OptionalDouble> measure) {
        this(metric, words, curve, unit, false, measure);
    }

    RocksDbSignal(
            String metric,
            String words,
            Curve curve,
            String unit,
            boolean shareOfTime,
            Function<StateBackendReading, OptionalDouble> measure) {
        this.metric = metric;
        this.words = words;
        this.curve = curve;
        this.unit = unit;
        this.shareOfTime = shareOfTime;
        this.measure = measure;
    }

    /** Name of the native metric. */
    String metric() {
        return metric;
    }

    /** Whether {@link #measure} gives 0 or 1, and the share of samples with 1 is judged. */
    boolean isShareOfTime() {
        return shareOfTime;
    }

    /** The number that one state shows; empty if the metric is missing. */
    OptionalDouble measure(StateBackendReading state) {
        return measure.apply(state);
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

    private static OptionalDouble atLeast(OptionalLong value, long threshold) {
        return value.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(value.getAsLong() >= threshold ? 1 : 0);
    }

    private static OptionalDouble number(OptionalLong value) {
        return value.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of((double) value.getAsLong());
    }

    private static OptionalDouble pinned(StateBackendReading state) {
        if (state.blockCachePinnedBytes().isEmpty()
                || state.blockCacheCapacityBytes().orElse(0) <= 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((double) state.blockCachePinnedBytes().getAsLong()
                / state.blockCacheCapacityBytes().getAsLong());
    }
}
