/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.state;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects sizes: of each vertex by completed checkpoint, full size without in-flight data; of each state by window, live SST
 * files and memtables, summed over the subtasks. Not thread-safe.
 */
final class StateSizes {
    private static final double MILLIS = 1e3;
    /** A pause, or a checkpoint that takes its time, stretches the interval. */
    private static final double STRETCHED = 1.25;
    /** A state that lost subtasks for so many windows has become smaller, not unheard. */
    private static final int WINDOWS_UNHEARD = 6;

    private final double windowSeconds;
    private final Map<VertexId, StateSeries> vertices = new TreeMap<>();
    private final Map<VertexId, Map<String, Named>> states = new TreeMap<>();
    private Map<VertexId, Integer> parallelism = Map.of();
    private double intervalSeconds;
    private long lastCheckpoint = Long.MIN_VALUE;

    /** One state of a vertex. */
    private static final class Named {
        private StateSeries series;
        private int subtasks;
        private int windowsUnheard;

        Named(StateSeries series) {
            this.series = series;
        }
    }

    private static final class Sum {
        private double bytes;
        private double keys;
        private boolean keysKnown = true;
        private int subtasks;

        void add(StateBackendReading state, long size) {
            bytes += size;
            keys += Math.max(0, state.estimatedKeys().orElse(0));
            keysKnown &= state.estimatedKeys().isPresent();
            subtasks++;
        }
    }

    StateSizes(Duration window) {
        this.windowSeconds = Times.seconds(window);
    }

    /**
     * Takes one cycle.
     *
     * @return whether anything was learnt
     */
    boolean update(JobReading reading, List<VertexLoad> loads, boolean windowEnds) {
        forgetRescaled(reading.topology());
        Map<VertexId, OptionalDouble> inflow = null;
        boolean learnt = false;
        long newest = lastCheckpoint;
        for (CheckpointSample sample : reading.checkpoints().history()) {
            newest = Math.max(newest, counts(sample) ? sample.id() : newest);
        }
        if (newest > lastCheckpoint) {
            inflow = inflow(loads);
            checkpoints(reading, inflow);
            lastCheckpoint = newest;
            learnt = true;
        }
        if (windowEnds && !reading.stateBackends().isEmpty()) {
            states(reading, inflow == null ? inflow(loads) : inflow);
            learnt = true;
        }
        return learnt;
    }

    @Nullable
    StateSeries vertex(VertexId id) {
        return vertices.get(id);
    }

    /** The states of a vertex by name. */
    Map<String, StateSeries> states(VertexId id) {
        Map<String, StateSeries> series = new TreeMap<>();
        states.getOrDefault(id, Map.of()).forEach((name, named) -> series.put(name, named.series));
        return series;
    }

    boolean isEmpty() {
        return vertices.isEmpty() && states.isEmpty();
    }

    /** Whether a checkpoint was seen, with state or without. */
    boolean sawCheckpoint() {
        return lastCheckpoint != Long.MIN_VALUE;
    }

    private boolean counts(CheckpointSample sample) {
        return sample.id() > lastCheckpoint
                && sample.kind() == CheckpointSample.Kind.CHECKPOINT
                && sample.status() == CheckpointSample.Status.COMPLETED;
    }

    private void checkpoints(JobReading reading, Map<VertexId, OptionalDouble> inflow) {
        double interval = reading.checkpoints()
                .settings()
                .map(CheckpointSettings::interval)
                .map(i -> STRETCHED * Times.seconds(i))
                .orElse(intervalSeconds);
        if (interval != intervalSeconds) {
            vertices.clear();
            intervalSeconds = interval;
        }
        List<CheckpointSample> news = reading.checkpoints().history().stream()
                .filter(this::counts)
                .sorted(Comparator.comparingLong(CheckpointSample::id))
                .toList();
        for (CheckpointSample sample : news) {
            double seconds = sample.triggeredAt().toEpochMilli() / MILLIS;
            for (CheckpointSample.TaskSample task : sample.tasks()) {
                double bytes = Math.max(0, (double) task.stateBytes() - task.persistedBytes());
                // Most vertices keep no state, and need no series.
                if (bytes > 0 || vertices.containsKey(task.vertex())) {
                    vertices.computeIfAbsent(task.vertex(), id -> new StateSeries(windowSeconds, intervalSeconds))
                            .add(
                                    seconds,
                                    bytes,
                                    inflow.getOrDefault(task.vertex(), OptionalDouble.empty()),
                                    OptionalDouble.empty());
                }
            }
        }
    }

    private void states(JobReading reading, Map<VertexId, OptionalDouble> inflow) {
        double seconds = Times.seconds(reading.tick().elapsed());
        Map<VertexId, Map<String, Sum>> sums = new HashMap<>();
        for (StateBackendReading state : reading.stateBackends()) {
            OptionalLong size = size(state);
            if (size.isPresent()) {
                sums.computeIfAbsent(state.subtask().vertex(), id -> new HashMap<>())
                        .computeIfAbsent(state.state(), name -> new Sum())
                        .add(state, size.getAsLong());
            }
        }
        sums.forEach((vertex, byName) -> {
            Map<String, Named> known = states.computeIfAbsent(vertex, id -> new TreeMap<>());
            byName.forEach((name, sum) -> {
                Named named = known.computeIfAbsent(name, n -> new Named(series()));
                if (sum.subtasks < named.subtasks && ++named.windowsUnheard <= WINDOWS_UNHEARD) {
                    return;
                }
                if (sum.subtasks != named.subtasks) {
                    // Another number of subtasks is another size.
                    named.series = named.subtasks == 0 ? named.series : series();
                    named.subtasks = sum.subtasks;
                }
                named.windowsUnheard = 0;
                named.series.add(
                        seconds,
                        sum.bytes,
                        inflow.getOrDefault(vertex, OptionalDouble.empty()),
                        sum.keysKnown ? OptionalDouble.of(sum.keys) : OptionalDouble.empty());
            });
        });
    }

    private StateSeries series() {
        return new StateSeries(windowSeconds, windowSeconds);
    }

    private static OptionalLong size(StateBackendReading state) {
        if (state.liveSstBytes().isEmpty()) {
            return OptionalLong.empty();
        }
        long files = Math.max(0, state.liveSstBytes().getAsLong());
        return OptionalLong.of(files + Math.max(0, state.memTableBytes().orElse(0)));
    }

    private static Map<VertexId, OptionalDouble> inflow(List<VertexLoad> loads) {
        Map<VertexId, OptionalDouble> inflow = new HashMap<>();
        loads.forEach(load -> inflow.put(load.vertex(), load.recordsInPerSecond()));
        return inflow;
    }

    private void forgetRescaled(Topology topology) {
        if (topology.vertices().isEmpty()) {
            return;
        }
        Map<VertexId, Integer> now = new HashMap<>();
        topology.vertices().forEach(v -> now.put(v.id(), v.parallelism()));
        if (!now.equals(parallelism)) {
            states.keySet().removeIf(id -> !Objects.equals(parallelism.get(id), now.get(id)));
            vertices.keySet().retainAll(now.keySet());
            parallelism = now;
        }
    }
}
