/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.state;

import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Tells which vertices' state grows without bound, and by which state. The checkpoints' sizes decide, since a checkpoint
 * flushes memtables and the database's own numbers count an update as growth until it is compacted; these name the state.
 * Without checkpoints they decide too. Not thread-safe.
 */
public final class StateGrowthTracker {
    /** Below 1 MB the state is not worth a look. */
    private static final double SMALL_BYTES = 1e6;
    /** A state with this share of the vertex's growth is one that makes it grow. */
    private static final double CULPRIT_SHARE = 0.2;
    /** States with TTL are judged once this many of them have passed: until the first has, they only fill. */
    private static final double LIFETIMES = 3;

    private final StateSizes sizes;
    private List<StateGrowth> states = List.of();
    private List<VertexGrowth> growing = List.of();
    private double progress;

    public StateGrowthTracker(Duration window) {
        this.sizes = new StateSizes(window);
    }

    /** Takes one cycle. */
    public void update(JobReading reading, List<VertexLoad> loads, boolean windowEnds) {
        if (!sizes.update(reading, loads, windowEnds)) {
            return;
        }
        StateCatalogue catalogue = new StateCatalogue(reading.states());
        List<StateGrowth> all = new ArrayList<>();
        List<VertexGrowth> unbounded = new ArrayList<>();
        progress = 0;
        for (Topology.Vertex vertex : reading.topology().vertices()) {
            StateSeries total = sizes.vertex(vertex.id());
            Map<String, StateSeries> named = sizes.states(vertex.id());
            if (total == null && named.isEmpty()) {
                continue;
            }
            VertexGrowth growth = growth(vertex, total, named, catalogue);
            if (growth != null) {
                unbounded.add(growth);
            }
            if (total != null) {
                all.add(entry(vertex, Optional.empty(), total, growth != null, Optional.empty()));
                progress = Math.max(progress, total.scale(StateSeries.QUICK).progress());
            }
            named.forEach((name, series) -> {
                boolean culprit = growth != null && growth.culprits().contains(name);
                all.add(entry(
                        vertex, Optional.of(name), series, culprit, catalogue.withoutTimeToLive(vertex.id(), name)));
                progress = Math.max(progress, series.scale(StateSeries.QUICK).progress());
            });
        }
        states = all;
        growing = unbounded;
    }

    /** How the state grows: each vertex with state, in topological order, followed by its states by name. */
    public List<StateGrowth> states() {
        return states;
    }

    List<VertexGrowth> growing() {
        return growing;
    }

    /** How much of the shortest time of observation has passed, 0 to 1. */
    double progress() {
        return progress;
    }

    boolean knowsSizes() {
        return !sizes.isEmpty();
    }

    boolean sawCheckpoint() {
        return sizes.sawCheckpoint();
    }

    private static @Nullable VertexGrowth growth(
            Topology.Vertex vertex,
            @Nullable StateSeries total,
            Map<String, StateSeries> named,
            StateCatalogue catalogue) {
        VertexId id = vertex.id();
        boolean endless = !catalogue.endless(id).isEmpty();
        boolean windowed =
                !endless && (catalogue.hasWindows(id) || named.keySet().stream().anyMatch(StateCatalogue::isWindowed));
        double patience = catalogue.allEnd(id) ? LIFETIMES * catalogue.longestSeconds(id) : 0;
        StateSeries deciding = total;
        int scale = endless ? StateSeries.QUICK : StateSeries.CAREFUL;
        if (deciding == null || !deciding.scale(scale).isReady()) {
            deciding = named.values().stream()
                    .filter(s -> isUnbounded(s, StateSeries.CAREFUL))
                    .max(Comparator.comparingDouble(s -> s.bytesPerSecond().orElse(0)))
                    .orElse(null);
            scale = StateSeries.CAREFUL;
        }
        if (deciding == null
                || !isUnbounded(deciding, scale)
                || (windowed && !deciding.scale(scale).hasPeaks())
                || deciding.observedSeconds() < patience) {
            return null;
        }
        double slope = deciding.scale(scale).bytesPerSecond().orElse(0);
        if (slope <= 0) {
            return null;
        }
        List<String> culprits = culprits(id, named, catalogue);
        boolean withoutTtl = culprits.isEmpty()
                ? endless && named.isEmpty()
                : catalogue.withoutTimeToLive(id, culprits.get(0)).orElse(false)
                        && !StateCatalogue.isWindowed(culprits.get(0));
        boolean moreKeys = culprits.stream()
                .map(named::get)
                .anyMatch(s -> s != null && s.scale(StateSeries.QUICK).keysGrowAlike());
        return new VertexGrowth(
                vertex,
                deciding.bytes(),
                slope,
                deciding.bytesPerRecord(),
                isUnbounded(deciding, StateSeries.SURE),
                culprits.isEmpty() && withoutTtl ? catalogue.endless(id) : culprits,
                withoutTtl,
                moreKeys);
    }

    private static boolean isUnbounded(StateSeries series, int scale) {
        return series.bytes() >= SMALL_BYTES && series.scale(scale).isUnbounded();
    }

    /** The states that make up the growth: those that nothing ends first, then the fastest. */
    private static List<String> culprits(VertexId vertex, Map<String, StateSeries> named, StateCatalogue catalogue) {
        double sum = named.values().stream()
                .mapToDouble(s -> Math.max(0, s.bytesPerSecond().orElse(0)))
                .sum();
        return named.entrySet().stream()
                .filter(e -> sum > 0 && e.getValue().bytesPerSecond().orElse(0) >= CULPRIT_SHARE * sum)
                .sorted(Comparator.comparing((Map.Entry<String, StateSeries> e) ->
                                !catalogue.endless(vertex).contains(e.getKey()))
                        .thenComparing(e -> e.getValue().bytesPerSecond().orElse(0), Comparator.reverseOrder())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static StateGrowth entry(
            Topology.Vertex vertex,
            Optional<String> name,
            StateSeries series,
            boolean unbounded,
            Optional<Boolean> withoutTimeToLive) {
        OptionalDouble perSecond = series.bytesPerSecond();
        return new StateGrowth(
                vertex.id(),
                vertex.name(),
                name,
                series.bytes(),
                perSecond,
                series.bytesPerRecord(),
                unbounded,
                withoutTimeToLive);
    }
}
