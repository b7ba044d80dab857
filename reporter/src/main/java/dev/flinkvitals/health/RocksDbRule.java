/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health;

import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.Topology;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Judges RocksDB by its worst database. Thresholds relate to RocksDB's defaults (8.10): writes slow down at 20 files in
 * level 0 or 64 GiB of pending compaction, and stop when both memtables wait to be flushed. Values are aggregated by
 * their maximum: write stop and delay are properties of a database that every column family repeats, and all databases of
 * a slot share one block cache. Not thread-safe.
 */
final class RocksDbRule {
    private static final double GIB = 1L << 30;
    /** A single stopped sample is already half bad, and a tenth of them is as bad as it gets. */
    private static final Curve STOPPED_SHARE = new Curve(-0.1, 0, 0.1);

    private static final Curve DELAYED_SHARE = new Curve(0.05, 0.3, 0.95);
    private static final Curve FULL_MEM_TABLES_SHARE = new Curve(0.1, 0.5, 0.9);
    private static final Curve LEVEL0_FILES = new Curve(10, 16, 20);
    private static final Curve PENDING_COMPACTION = new Curve(16 * GIB, 32 * GIB, 64 * GIB);
    private static final Curve PINNED_SHARE = new Curve(0.5, 0.8, 0.95);
    private static final int DEFAULT_MEM_TABLES = 2;

    private final Duration window;
    private final Map<String, RecentSamples> shares = new HashMap<>();

    RocksDbRule(Duration window) {
        this.window = window;
    }

    private record Signal(String name, Function<StateBackendReading, Optional<Concern>> judge) {}

    /**
     * Judges one cycle.
     *
     * @param reading the job
     * @return the finding
     */
    Finding judge(JobReading reading) {
        if (reading.stateBackends().isEmpty()) {
            shares.clear();
            return withoutReadings(reading);
        }
        Set<String> signals = new HashSet<>();
        Concern worst = new Concern(0, "RocksDB writes without delay", Place.JOB, List.of());
        for (Signal signal : signals(reading)) {
            for (StateBackendReading state : reading.stateBackends()) {
                Optional<Concern> concern = signal.judge().apply(state);
                if (concern.isPresent()) {
                    signals.add(signal.name());
                    worst = Concern.worse(worst, concern.orElseThrow());
                }
            }
        }
        return signals.isEmpty() ? missing() : worst.known(1.0, signals);
    }

    private static Finding withoutReadings(JobReading reading) {
        Optional<String> backend = reading.checkpoints().settings().flatMap(CheckpointSettings::stateBackend);
        if (backend.isEmpty()) {
            return new Finding.Missing("the state backend is not known yet; it comes with the checkpoint settings");
        }
        String name = backend.orElseThrow();
        return name.toLowerCase(Locale.ROOT).contains("rocksdb")
                ? missing()
                : new Finding.NotApplicable("the job keeps its state in " + name + ", not in RocksDB");
    }

    private static Finding missing() {
        return new Finding.Missing("the job uses RocksDB, but none of its native metrics arrive; "
                + "state.backend.rocksdb.metrics.is-write-stopped and the like switch them on");
    }

    private List<Signal> signals(JobReading reading) {
        Duration elapsed = reading.tick().elapsed();
        return List.of(
                new Signal(
                        "is-write-stopped",
                        s -> share(
                                s, s.writeStopped(), v -> v > 0 ? 1 : 0, elapsed, "stopped", STOPPED_SHARE, reading)),
                new Signal(
                        "actual-delayed-write-rate",
                        s -> share(
                                s,
                                s.delayedWriteRate(),
                                v -> v > 0 ? 1 : 0,
                                elapsed,
                                "delayed",
                                DELAYED_SHARE,
                                reading)),
                new Signal(
                        "num-immutable-mem-table",
                        s -> share(
                                s,
                                s.immutableMemTables(),
                                v -> v >= DEFAULT_MEM_TABLES ? 1 : 0,
                                elapsed,
                                "waiting for memtable flushes",
                                FULL_MEM_TABLES_SHARE,
                                reading)),
                new Signal(
                        "background-errors",
                        s -> value(
                                s, s.backgroundErrors(), v -> v > 0 ? 1 : 0, "background errors", "{error}", reading)),
                new Signal(
                        "num-files-at-level0",
                        s -> value(s, s.level0Files(), LEVEL0_FILES::severity, "files in level 0", "{file}", reading)),
                new Signal(
                        "estimate-pending-compaction-bytes",
                        s -> value(
                                s,
                                s.pendingCompactionBytes(),
                                PENDING_COMPACTION::severity,
                                "bytes of pending compaction",
                                "By",
                                reading)),
                new Signal("block-cache-pinned-usage", s -> pinned(s, reading)));
    }

    private Optional<Concern> share(
            StateBackendReading state,
            OptionalLong value,
            ToDoubleFunction<Long> flag,
            Duration elapsed,
            String what,
            Curve curve,
            JobReading reading) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        String key = what + '/' + state.subtask() + '/' + state.state();
        RecentSamples recent = shares.computeIfAbsent(key, k -> new RecentSamples(window));
        recent.add(elapsed, flag.applyAsDouble(value.getAsLong()));
        double share = recent.mean();
        return Optional.of(new Concern(
                share == 0 ? 0 : curve.severity(share),
                "RocksDB writes of state '" + state.state() + "' are " + what + " " + Words.percent(share)
                        + " of the time",
                place(state.subtask(), reading.topology()),
                List.of(new Evidence("share of samples " + what, share, "1"))));
    }

    private static Optional<Concern> value(
            StateBackendReading state,
            OptionalLong value,
            ToDoubleFunction<Double> severity,
            String what,
            String unit,
            JobReading reading) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        double number = value.getAsLong();
        String shown = "By".equals(unit) ? Words.bytes(number) : value.getAsLong() + " " + what;
        return Optional.of(new Concern(
                severity.applyAsDouble(number),
                "RocksDB state '" + state.state() + "' has " + shown
                        + ("By".equals(unit) ? " of pending compaction" : ""),
                place(state.subtask(), reading.topology()),
                List.of(new Evidence(what, number, unit))));
    }

    private static Optional<Concern> pinned(StateBackendReading state, JobReading reading) {
        if (state.blockCachePinnedBytes().isEmpty()
                || state.blockCacheCapacityBytes().orElse(0) <= 0) {
            return Optional.empty();
        }
        double share = (double) state.blockCachePinnedBytes().getAsLong()
                / state.blockCacheCapacityBytes().getAsLong();
        return Optional.of(new Concern(
                PINNED_SHARE.severity(share),
                "RocksDB's block cache is pinned to " + Words.percent(share) + ": iterators are held open",
                place(state.subtask(), reading.topology()),
                List.of(new Evidence("pinned share of the block cache", share, "1"))));
    }

    private static Place place(SubtaskId subtask, Topology topology) {
        return topology.vertices().stream()
                .filter(v -> v.id().equals(subtask.vertex()))
                .findFirst()
                .map(v -> Place.subtask(v.id(), v.name(), subtask.index()))
                .orElse(Place.JOB);
    }
}
