/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import dev.flinkvitals.health.estimate.Trend;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.health.lag.JobLag;
import dev.flinkvitals.health.lag.SourceLag;
import dev.flinkvitals.health.load.JobLoad;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.health.load.VertexLoads;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the vertices that hold a job back by the frontier rule: backpressure spreads upstream from its cause, so the cause
 * is where it ends. An edge {@code v -> w} is on the frontier if {@code v} is backpressured at least 20 % of the time and
 * {@code w} less than half as much. Of a backpressured vertex's consumers on the frontier those are candidates that are busy; if
 * none is, and none of its other consumers passes the backpressure on, the busiest of them is one, with low confidence. Each
 * branch of a job may have its own. The most backpressured vertex is never the cause: it only waits.
 *
 * <p>Without a frontier a source can still be the cause, if the lag rises.
 */
public final class BottleneckFinder {
    private static final double BACK_PRESSURED = 0.2;
    private static final double FRONTIER_DROP = 0.5;
    private static final double BUSY = 0.7;
    private static final double SOURCE_BUSY = 0.8;
    private static final double SOURCE_FREE = 0.1;
    private static final double CONFIRMED = 0.9;

    /** A candidate that is not busy: it waits for something that its busy time does not show. */
    private static final double UNCONFIRMED = 0.3;

    private static final Comparator<Bottleneck> WORST_FIRST = Comparator.comparingDouble(Bottleneck::confidence)
            .thenComparing(Bottleneck::busyRatio)
            .thenComparing(Bottleneck::upstreamBackPressure)
            .reversed();

    private BottleneckFinder() {}

    /**
     * The candidates of one window.
     *
     * @param topology the job graph
     * @param load the job's load
     * @param lag the job's lag
     * @return the candidates, worst first
     */
    public static List<Bottleneck> find(Topology topology, JobLoad load, JobLag lag) {
        List<Bottleneck> frontier = frontier(topology, load);
        return frontier.isEmpty() ? sourceBound(load, lag) : frontier;
    }

    private static List<Bottleneck> frontier(Topology topology, JobLoad load) {
        Map<VertexId, List<VertexLoad>> consumers = new HashMap<>();
        for (Topology.Vertex vertex : topology.vertices()) {
            load.vertex(vertex.id())
                    .ifPresent(own -> vertex.inputs().stream()
                            .distinct()
                            .forEach(input -> consumers
                                    .computeIfAbsent(input, v -> new ArrayList<>())
                                    .add(own)));
        }
        Map<VertexId, Bottleneck> candidates = new HashMap<>();
        for (VertexLoad blocked : load.vertices()) {
            double pressure = blocked.backPressuredMax().orElse(0);
            if (pressure >= BACK_PRESSURED) {
                for (VertexLoad candidate : causes(pressure, consumers.getOrDefault(blocked.vertex(), List.of()))) {
                    candidates.merge(
                            candidate.vertex(),
                            bottleneck(candidate, pressure),
                            (a, b) -> b.upstreamBackPressure() > a.upstreamBackPressure() ? b : a);
                }
            }
        }
        List<Bottleneck> ordered = new ArrayList<>();
        load.vertices()
                .forEach(v -> Optional.ofNullable(candidates.get(v.vertex())).ifPresent(ordered::add));
        ordered.sort(WORST_FIRST);
        return ordered;
    }

    /** Which of a backpressured vertex's consumers hold it up. */
    private static List<VertexLoad> causes(double pressure, List<VertexLoad> consumers) {
        List<VertexLoad> busy = new ArrayList<>();
        VertexLoad busiest = null;
        boolean passedOn = false;
        for (VertexLoad consumer : consumers) {
            if (consumer.backPressuredMax().isEmpty() || consumer.busyMax().isEmpty()) {
                continue;
            }
            if (consumer.backPressuredMax().getAsDouble() >= FRONTIER_DROP * pressure) {
                passedOn = true;
                continue;
            }
            double share = consumer.busyMax().getAsDouble();
            if (share >= BUSY) {
                busy.add(consumer);
            }
            if (busiest == null || share > busiest.busyMax().orElse(0)) {
                busiest = consumer;
            }
        }
        if (!busy.isEmpty() || passedOn || busiest == null) {
            return busy;
        }
        return List.of(busiest);
    }

    private static Bottleneck bottleneck(VertexLoad load, double pressure) {
        double busy = load.busyMax().orElse(0);
        boolean confirmed = busy >= BUSY;
        boolean skewed = confirmed && VertexLoads.isSkewed(load);
        return new Bottleneck(
                skewed ? subtask(load) : Place.vertex(load.vertex(), load.name()),
                skewed ? Bottleneck.Kind.SKEW : Bottleneck.Kind.UNIFORM,
                busy,
                pressure,
                confirmed ? CONFIRMED : UNCONFIRMED,
                frontierReason(load, pressure, confirmed, skewed));
    }

    private static String frontierReason(VertexLoad load, double pressure, boolean confirmed, boolean skewed) {
        String busy = Words.percent(load.busyMax().orElse(0));
        String input = "its input is backpressured " + Words.percent(pressure);
        if (!confirmed) {
            return "vertex '" + load.name() + "' seems to hold the job back: " + input + ", but it is only busy " + busy
                    + "; it may wait for the network or for an asynchronous external system";
        }
        if (skewed) {
            return "subtask " + load.busiestSubtask() + " of vertex '" + load.name() + "' holds the job back: busy "
                    + busy + " while the median subtask is busy "
                    + Words.percent(load.busyMedian().orElse(0)) + ", " + input;
        }
        return "vertex '" + load.name() + "' holds the job back: busy " + busy + ", " + input;
    }

    private static List<Bottleneck> sourceBound(JobLoad load, JobLag lag) {
        return lag.sources().stream()
                .filter(source -> source.trend() == Trend.RISING)
                .map(SourceLag::vertex)
                .map(vertex ->
                        load.vertex(vertex).map(BottleneckFinder::sourceBound).orElse(null))
                .filter(Objects::nonNull)
                .sorted(WORST_FIRST)
                .toList();
    }

    private static @Nullable Bottleneck sourceBound(VertexLoad load) {
        if (load.busyMax().isEmpty() || load.backPressuredMax().isEmpty()) {
            return null;
        }
        double busy = load.busyMax().getAsDouble();
        Place place = Place.vertex(load.vertex(), load.name());
        if (busy >= SOURCE_BUSY) {
            boolean skewed = VertexLoads.isSkewed(load);
            return new Bottleneck(
                    skewed ? subtask(load) : place,
                    Bottleneck.Kind.SOURCE_BUSY,
                    busy,
                    0,
                    CONFIRMED,
                    "source vertex '" + load.name() + "' cannot keep up: busy " + Words.percent(busy)
                            + " while the lag rises" + (skewed ? ", mostly in subtask " + load.busiestSubtask() : ""));
        }
        if (busy < BUSY && load.backPressuredMax().getAsDouble() < SOURCE_FREE) {
            return new Bottleneck(
                    place,
                    Bottleneck.Kind.SOURCE_FETCH_BOUND,
                    busy,
                    0,
                    CONFIRMED,
                    "source vertex '" + load.name() + "' waits for its input: busy only " + Words.percent(busy)
                            + " and not backpressured while the lag rises");
        }
        return null;
    }

    private static Place subtask(VertexLoad load) {
        return Place.subtask(load.vertex(), load.name(), load.busiestSubtask());
    }
}
