/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import dev.flinkvitals.health.estimate.Trend;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.health.lag.JobLag;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.health.load.VertexLoads;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Finds the vertex that holds a job back by the frontier rule: backpressure spreads upstream from its cause, so the cause
 * is where it ends. An edge {@code v -> w} is on the frontier if {@code v} is backpressured at least 20 % of the time and
 * {@code w} less than half as much; then {@code w} is a candidate, and the busiest candidate is taken. The most
 * backpressured vertex is never the cause: it only waits.
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

    private BottleneckFinder() {}

    /**
     * The candidate of one window.
     *
     * @param topology the job graph
     * @param loads load per vertex
     * @param lag the job's lag
     * @return the candidate, if there is one
     */
    public static Optional<Bottleneck> find(Topology topology, List<VertexLoad> loads, JobLag lag) {
        Optional<Bottleneck> frontier = loads.stream()
                .flatMap(load -> behindFrontier(topology, loads, load).stream())
                .max(Comparator.comparingDouble(Bottleneck::confidence)
                        .thenComparing(Bottleneck::busyRatio)
                        .thenComparing(Bottleneck::upstreamBackPressure));
        return frontier.isPresent() ? frontier : sourceBound(loads, lag);
    }

    private static Optional<Bottleneck> behindFrontier(Topology topology, List<VertexLoad> loads, VertexLoad load) {
        List<VertexId> inputs =
                topology.vertex(load.vertex()).map(Topology.Vertex::inputs).orElse(List.of());
        OptionalDouble upstream = inputs.stream()
                .flatMap(input -> load(loads, input))
                .flatMapToDouble(input -> input.backPressuredMax().stream())
                .filter(pressure -> pressure >= BACK_PRESSURED)
                .filter(pressure -> load.backPressuredMax().isPresent()
                        && load.backPressuredMax().getAsDouble() < FRONTIER_DROP * pressure)
                .max();
        if (upstream.isEmpty() || load.busyMax().isEmpty()) {
            return Optional.empty();
        }
        double busy = load.busyMax().getAsDouble();
        double pressure = upstream.getAsDouble();
        boolean confirmed = busy >= BUSY;
        boolean skewed = confirmed && VertexLoads.isSkewed(load);
        return Optional.of(new Bottleneck(
                skewed ? subtask(load) : Place.vertex(load.vertex(), load.name()),
                skewed ? Bottleneck.Kind.SKEW : Bottleneck.Kind.UNIFORM,
                busy,
                pressure,
                confirmed ? CONFIRMED : UNCONFIRMED,
                frontierReason(load, pressure, confirmed, skewed)));
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

    private static Optional<Bottleneck> sourceBound(List<VertexLoad> loads, JobLag lag) {
        return lag.sources().stream()
                .filter(source -> source.trend() == Trend.RISING)
                .flatMap(source -> load(loads, source.vertex()))
                .flatMap(load -> sourceBound(load).stream())
                .max(Comparator.comparingDouble(Bottleneck::busyRatio));
    }

    private static Optional<Bottleneck> sourceBound(VertexLoad load) {
        if (load.busyMax().isEmpty() || load.backPressuredMax().isEmpty()) {
            return Optional.empty();
        }
        double busy = load.busyMax().getAsDouble();
        Place place = Place.vertex(load.vertex(), load.name());
        if (busy >= SOURCE_BUSY) {
            boolean skewed = VertexLoads.isSkewed(load);
            return Optional.of(new Bottleneck(
                    skewed ? subtask(load) : place,
                    Bottleneck.Kind.SOURCE_BUSY,
                    busy,
                    0,
                    CONFIRMED,
                    "source vertex '" + load.name() + "' cannot keep up: busy " + Words.percent(busy)
                            + " while the lag rises" + (skewed ? ", mostly in subtask " + load.busiestSubtask() : "")));
        }
        if (busy < BUSY && load.backPressuredMax().getAsDouble() < SOURCE_FREE) {
            return Optional.of(new Bottleneck(
                    place,
                    Bottleneck.Kind.SOURCE_FETCH_BOUND,
                    busy,
                    0,
                    CONFIRMED,
                    "source vertex '" + load.name() + "' waits for its input: busy only " + Words.percent(busy)
                            + " and not backpressured while the lag rises"));
        }
        return Optional.empty();
    }

    private static Place subtask(VertexLoad load) {
        return Place.subtask(load.vertex(), load.name(), load.busiestSubtask());
    }

    private static Stream<VertexLoad> load(List<VertexLoad> loads, VertexId vertex) {
        return loads.stream().filter(l -> l.vertex().equals(vertex));
    }
}
