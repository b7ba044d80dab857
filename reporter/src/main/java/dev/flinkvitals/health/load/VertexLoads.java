/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.load;

import dev.flinkvitals.health.estimate.Quantiles;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Sums up the subtasks of each vertex. */
public final class VertexLoads {
    /** A subtask this much busier than the median is what skew looks like. */
    private static final double SKEW_RATIO = 1.5;
    /** From here on the median subtask is busy itself, and evening out the keys would not help. */
    private static final double BUSY_MEDIAN = 0.7;

    private VertexLoads() {}

    /**
     * The load of each vertex of which a subtask has a complete window.
     *
     * @param topology the job graph
     * @param rates rates of the subtasks, in any order
     * @return loads in topological order
     */
    public static List<VertexLoad> of(Topology topology, List<SubtaskRates> rates) {
        return topology.vertices().stream()
                .map(vertex -> of(vertex.id(), vertex.name(), ofVertex(vertex.id(), rates)))
                .filter(load -> load.busyMax().isPresent()
                        || load.backPressuredMax().isPresent()
                        || load.recordsInPerSecond().isPresent()
                        || load.recordsOutPerSecond().isPresent())
                .toList();
    }

    /** Whether one subtask carries much more than the others, while the others have room. */
    public static boolean isSkewed(VertexLoad load) {
        if (load.busyMax().isEmpty() || load.busyMedian().isEmpty()) {
            return false;
        }
        double median = load.busyMedian().getAsDouble();
        return load.busyMax().getAsDouble() >= SKEW_RATIO * median && median < BUSY_MEDIAN;
    }

    private static List<SubtaskRates> ofVertex(VertexId vertex, List<SubtaskRates> rates) {
        return rates.stream().filter(r -> r.id().vertex().equals(vertex)).toList();
    }

    private static VertexLoad of(VertexId vertex, String name, List<SubtaskRates> subtasks) {
        List<Double> busy = values(subtasks, SubtaskRates::busy);
        int busiest = subtasks.stream()
                .filter(s -> s.busy().isPresent())
                .max(Comparator.comparingDouble((SubtaskRates s) -> s.busy().getAsDouble())
                        .thenComparing(s -> s.id().index(), Comparator.reverseOrder()))
                .map(s -> s.id().index())
                .orElse(0);
        return new VertexLoad(
                vertex,
                name,
                max(busy),
                busy.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Quantiles.median(busy)),
                max(values(subtasks, SubtaskRates::backPressured)),
                max(values(subtasks, SubtaskRates::idle)),
                sum(values(subtasks, SubtaskRates::recordsInPerSecond)),
                sum(values(subtasks, SubtaskRates::recordsOutPerSecond)),
                busiest);
    }

    private static List<Double> values(List<SubtaskRates> subtasks, Function<SubtaskRates, OptionalDouble> rate) {
        return subtasks.stream()
                .map(rate)
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .toList();
    }

    private static OptionalDouble max(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max();
    }

    private static OptionalDouble sum(List<Double> values) {
        return values.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        values.stream().mapToDouble(Double::doubleValue).sum());
    }
}
