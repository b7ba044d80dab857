/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

import dev.flinkvitals.health.estimate.RecentSamples;
import dev.flinkvitals.health.judgement.Concern;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.Topology;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges RocksDB by its worst number. Values are aggregated by their maximum: write stop and delay are properties of a
 * database that every column family repeats, and all databases of a slot share one block cache. Not thread-safe.
 */
public final class RocksDbRule {
    private final Duration window;
    private final Map<Key, RecentSamples> shares = new HashMap<>();

    private record Key(RocksDbSignal signal, SubtaskId subtask) {}

    private record Highest(StateBackendReading state, double value) {}

    private record Worst(RocksDbSignal signal, StateBackendReading state, double value, double severity) {}

    public RocksDbRule(Duration window) {
        this.window = window;
    }

    /**
     * Judges one cycle.
     *
     * @param reading the job
     * @return the finding
     */
    public Judgement judge(JobReading reading) {
        if (reading.stateBackends().isEmpty()) {
            shares.clear();
            return withoutReadings(reading);
        }
        Map<RocksDbSignal, Worst> worst = new EnumMap<>(RocksDbSignal.class);
        highest(reading.stateBackends()).forEach((key, highest) -> {
            double value = key.signal().isShareOfTime()
                    ? share(key, highest.value(), reading.tick().elapsed())
                    : highest.value();
            Worst candidate =
                    new Worst(key.signal(), highest.state(), value, key.signal().severity(value));
            worst.merge(key.signal(), candidate, (a, b) -> b.severity() > a.severity() ? b : a);
        });
        return worst.isEmpty() ? missing() : finding(worst, reading.topology());
    }

    /** The highest number of each subtask's states: a subtask's states share a database. */
    private Map<Key, Highest> highest(List<StateBackendReading> states) {
        Map<Key, Highest> highest = new HashMap<>();
        for (StateBackendReading state : states) {
            for (RocksDbSignal signal : RocksDbSignal.values()) {
                signal.measure(state)
                        .ifPresent(value -> highest.merge(
                                new Key(signal, state.subtask()),
                                new Highest(state, value),
                                (a, b) -> b.value() > a.value() ? b : a));
            }
        }
        shares.keySet().retainAll(highest.keySet());
        return highest;
    }

    private double share(Key key, double flag, Duration elapsed) {
        RecentSamples recent = shares.computeIfAbsent(key, k -> new RecentSamples(window));
        recent.add(elapsed, flag);
        return recent.mean();
    }

    private static Judgement finding(Map<RocksDbSignal, Worst> measured, Topology topology) {
        Set<String> signals = new HashSet<>();
        Worst worst = null;
        for (Worst each : measured.values()) {
            signals.add(each.signal().metric());
            if (each.severity() > 0 && (worst == null || each.severity() > worst.severity())) {
                worst = each;
            }
        }
        return concern(worst, topology).known(1.0, signals);
    }

    private static Concern concern(@Nullable Worst worst, Topology topology) {
        if (worst == null) {
            return new Concern(0, "RocksDB writes without delay", Place.JOB, List.of());
        }
        SubtaskId subtask = worst.state().subtask();
        Place place = topology.vertex(subtask.vertex())
                .map(v -> Place.subtask(v.id(), v.name(), subtask.index()))
                .orElse(Place.JOB);
        return new Concern(
                worst.severity(),
                "RocksDB state '" + worst.state().state() + "': "
                        + worst.signal().words(worst.value()),
                place,
                List.of(worst.signal().evidence(worst.value())));
    }

    private static Judgement withoutReadings(JobReading reading) {
        Optional<String> backend = reading.checkpoints().settings().flatMap(CheckpointSettings::stateBackend);
        if (backend.isEmpty()) {
            return new Judgement.Missing("the state backend is not known yet; it comes with the checkpoint settings");
        }
        String name = backend.orElseThrow();
        return name.toLowerCase(Locale.ROOT).contains("rocksdb")
                ? missing()
                : new Judgement.NotApplicable("the job keeps its state in " + name + ", not in RocksDB");
    }

    private static Judgement missing() {
        return new Judgement.Missing("the job uses RocksDB, but none of its native metrics arrive; "
                + "vitals.rocksdb.metrics.enabled switches them on, as do state.backend.rocksdb.metrics.*");
    }
}
