/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.SubtaskId;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The database of one subtask over the last window. What RocksDB repeats for each column family, since it holds for the whole
 * database, or for the block cache that all databases of a slot share, counts once: its maximum. Only what each column
 * family has for itself, its memtables and table readers, is summed. Not thread-safe.
 */
final class Database {
    private static final int STOPPED = 0;
    private static final int DELAYED = 1;
    private static final int HELD_BACK = 2;
    private static final int MEM_TABLES_FULL = 3;
    private static final int FLUSH_PENDING = 4;
    private static final int FLAGS = 5;

    /** RocksDB stops writes at two by default. */
    private static final int FULL_MEM_TABLES = 2;
    /** Fewer entries say nothing of how a state is used. */
    private static final long LEAST_ENTRIES = 10_000;
    /** Each timer is put and deleted: half of what is written are deletions by design. */
    private static final String TIMER_STATE = "_timer_state/";

    private static final double PER_MILLION = 1e6;

    /**
     * Flink makes the cache (3 - r) / 3 of a slot's managed memory, with r = 0.5 by default: what the memtables may
     * overshoot is the rest.
     */
    private static final double BUDGET_PER_CACHE = 3 / (3 - 0.5);

    private static final double ONLY_TOLERATED = 0.5;
    /** Sums stay exact up to here; no database holds that much. */
    private static final long MOST_BYTES = 1L << 60;

    private final SubtaskId subtask;
    private final FlagShares shares;
    private final long windowMillis;
    /** Made when the first number comes: RocksDB's statistics are off by default. */
    private @Nullable StallMeter stalls;

    private final Peak writeStopped = new Peak();
    private final Peak delayedRate = new Peak();
    private final Peak immutable = new Peak();
    private final Peak flushPending = new Peak();
    private final Peak stallMicros = new Peak();
    private final Peak level0 = new Peak();
    private final Peak pendingBytes = new Peak();
    private final Peak pinnedPerMillion = new Peak();
    private final Peak cacheUsage = new Peak();
    private final Peak deletesPerMillion = new Peak();
    private final Peak versions = new Peak();
    private final Peak errors = new Peak();
    private long cacheCapacity = -1;
    private long readerBytes;
    private long versionsFloor = Long.MAX_VALUE;
    private long versionsFloorBefore = -1;
    private boolean versionsGrow;
    private boolean managed;
    private long heardAtMillis;

    Database(SubtaskId subtask, long windowMillis) {
        this.subtask = subtask;
        this.shares = new FlagShares(windowMillis, FLAGS);
        this.windowMillis = windowMillis;
        this.heardAtMillis = Long.MIN_VALUE;
    }

    SubtaskId subtask() {
        return subtask;
    }

    long heardAtMillis() {
        return heardAtMillis;
    }

    /** Takes one state's reading; the first of a cycle begins it. */
    void add(StateBackendReading reading, long nowMillis) {
        if (heardAtMillis != nowMillis) {
            begin(nowMillis);
        }
        String state = reading.state();
        writeStopped.offer(reading.writeStopped(), state);
        delayedRate.offer(reading.delayedWriteRate(), state);
        immutable.offer(reading.immutableMemTables(), state);
        flushPending.offer(reading.flushPending(), state);
        stallMicros.offer(reading.stallMicros(), state);
        level0.offer(reading.level0Files(), state);
        pendingBytes.offer(reading.pendingCompactionBytes(), state);
        pinnedPerMillion.offer(
                perMillion(reading.blockCachePinnedBytes(), reading.blockCacheCapacityBytes(), 1), state);
        cacheUsage.offer(reading.blockCacheUsageBytes(), state);
        cacheCapacity =
                Math.max(cacheCapacity, reading.blockCacheCapacityBytes().orElse(-1));
        versions.offer(reading.liveVersions(), state);
        errors.offer(reading.backgroundErrors(), state);
        long readers =
                Math.max(0, Math.min(MOST_BYTES, reading.tableReadersBytes().orElse(0)));
        readerBytes = Math.min(MOST_BYTES, readerBytes + readers);
        if (!state.startsWith(TIMER_STATE)) {
            deletesPerMillion.offer(perMillion(reading.activeDeletes(), reading.activeEntries(), LEAST_ENTRIES), state);
        }
    }

    private void begin(long nowMillis) {
        heardAtMillis = nowMillis;
        writeStopped.clear();
        delayedRate.clear();
        immutable.clear();
        flushPending.clear();
        stallMicros.clear();
        level0.clear();
        pendingBytes.clear();
        pinnedPerMillion.clear();
        cacheUsage.clear();
        cacheCapacity = -1;
        deletesPerMillion.clear();
        versions.clear();
        errors.clear();
        readerBytes = 0;
    }

    /**
     * Ends a cycle in which the database was heard.
     *
     * @param windowEnds whether a window of the job ends with it
     */
    void end(boolean windowEnds) {
        shares.advance(heardAtMillis);
        count(STOPPED, writeStopped, 1);
        // 0 means no delay; any rate above is one, and the smaller the worse.
        count(DELAYED, delayedRate, 1);
        count(MEM_TABLES_FULL, immutable, FULL_MEM_TABLES);
        count(FLUSH_PENDING, flushPending, 1);
        if (writeStopped.isKnown() || delayedRate.isKnown()) {
            shares.add(HELD_BACK, writeStopped.value() >= 1 || delayedRate.value() >= 1);
        }
        if (stallMicros.isKnown()) {
            if (stalls == null) {
                stalls = new StallMeter(windowMillis);
            }
            stalls.add(heardAtMillis, stallMicros.value());
        }
        if (versions.isKnown()) {
            versionsFloor = Math.min(versionsFloor, versions.value());
        }
        if (windowEnds && versionsFloor != Long.MAX_VALUE) {
            versionsGrow = versionsFloorBefore >= 0 && versionsFloor > versionsFloorBefore;
            versionsFloorBefore = versionsFloor;
            versionsFloor = Long.MAX_VALUE;
        }
    }

    private void count(int flag, Peak peak, long threshold) {
        if (peak.isKnown()) {
            shares.add(flag, peak.value() >= threshold);
        }
    }

    /**
     * Tells how much managed memory the TaskManager has in use. Without it, caches belong to column families and have no
     * budget in common.
     */
    void managed(OptionalLong managedBytes) {
        managed = managedBytes.isPresent() && managedBytes.getAsLong() >= cacheCapacity && cacheCapacity > 0;
    }

    /** The number to judge, in the signal's unit; NaN if it is not known. */
    double value(RocksDbSignal signal) {
        return switch (signal) {
            case WRITE_STOPPED -> shares.share(STOPPED, heardAtMillis);
            case STALLED -> stalled();
            case WRITE_DELAYED -> shares.share(DELAYED, heardAtMillis);
            case MEM_TABLES_FULL -> shares.share(MEM_TABLES_FULL, heardAtMillis);
            case FLUSH_PENDING -> shares.share(FLUSH_PENDING, heardAtMillis);
            case LEVEL0_FILES -> level0.orNaN();
            case PENDING_COMPACTION -> pendingBytes.orNaN();
            case CACHE_PINNED -> pinnedPerMillion.orNaN() / PER_MILLION;
            case MEMORY_BUDGET -> budgetShare();
            case TOMBSTONES -> deletesPerMillion.orNaN() / PER_MILLION;
            // What all samples of a window have in common: versions come and go with each compaction.
            case LIVE_VERSIONS -> versionsFloorBefore < 0 ? Double.NaN : versionsFloorBefore;
            case BACKGROUND_ERRORS -> errors.orNaN();
        };
    }

    /** Severity of a number of {@link #value}, 0 to 1. */
    double severity(RocksDbSignal signal, double value) {
        double severity = signal.severity(value);
        return switch (signal) {
            // A state whose records are put and deleted once each is at one half by design.
            case TOMBSTONES -> severity * ONLY_TOLERATED;
            case LIVE_VERSIONS -> versionsGrow ? severity : Math.min(ONLY_TOLERATED, severity);
            default -> severity;
        };
    }

    /** The state that shows the signal most. */
    String state(RocksDbSignal signal) {
        Peak peak = switch (signal) {
            case WRITE_STOPPED -> writeStopped;
            case STALLED -> stallMicros;
            case WRITE_DELAYED -> delayedRate;
            case MEM_TABLES_FULL -> immutable;
            case FLUSH_PENDING -> flushPending;
            case LEVEL0_FILES -> level0;
            case PENDING_COMPACTION -> pendingBytes;
            case CACHE_PINNED -> pinnedPerMillion;
            case MEMORY_BUDGET -> cacheUsage;
            case TOMBSTONES -> deletesPerMillion;
            case LIVE_VERSIONS -> versions;
            case BACKGROUND_ERRORS -> errors;
        };
        return peak.state();
    }

    /** Share of the last window in which writes were held back; see {@link RocksDbTracker#stallShare}. */
    OptionalDouble stallShare() {
        double stalled = stalled();
        double share = Double.isNaN(stalled) ? shares.share(HELD_BACK, heardAtMillis) : stalled;
        return Double.isNaN(share) ? OptionalDouble.empty() : OptionalDouble.of(share);
    }

    private double stalled() {
        return stalls == null ? Double.NaN : stalls.share(heardAtMillis);
    }

    /**
     * The cache's use includes the memtables, which are charged to it, so they are not added again. Readers are those of
     * this subtask: of a slot that it shares with others this is the least that is in use.
     */
    private double budgetShare() {
        if (!managed || !cacheUsage.isKnown() || cacheCapacity <= 0) {
            return Double.NaN;
        }
        return ((double) cacheUsage.value() + readerBytes) / (BUDGET_PER_CACHE * cacheCapacity);
    }

    private static OptionalLong perMillion(OptionalLong part, OptionalLong whole, long leastWhole) {
        long least = Math.max(1, leastWhole);
        if (part.orElse(-1) < 0 || whole.isEmpty()) {
            return OptionalLong.empty();
        }
        if (whole.getAsLong() < least) {
            return leastWhole > 1 ? OptionalLong.of(0) : OptionalLong.empty();
        }
        return OptionalLong.of(Math.round(PER_MILLION * part.getAsLong() / whole.getAsLong()));
    }
}
