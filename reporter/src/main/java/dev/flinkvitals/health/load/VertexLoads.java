/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.load;

import dev.flinkvitals.signals.Topology;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Sums up the subtasks of a vertex. */
public final class VertexLoads {
    /** A subtask this much busier than the median is what skew looks like. */
    private static final double SKEW_RATIO = 1.5;

    /** From here on the median subtask is busy itself, and evening out the keys would not help. */
    private static final double BUSY_MEDIAN = 0.7;

    private VertexLoads() {}

    /**
     * The load of a vertex.
     *
     * @param vertex the vertex
     * @param rates rates of its subtasks, in any order
     * @return the load; empty if no subtask has any rate
     */
    public static Optional<VertexLoad> of(Topology.Vertex vertex, List<SubtaskRates> rates) {
        double[] busy = new double[rates.size()];
        int measured = 0;
        int busiest = 0;
        double busiestShare = -1;
        OptionalDouble backPressured = OptionalDouble.empty();
        OptionalDouble idle = OptionalDouble.empty();
        OptionalDouble in = OptionalDouble.empty();
        OptionalDouble out = OptionalDouble.empty();
        for (SubtaskRates subtask : rates) {
            int index = subtask.id().index();
            if (subtask.busy().isPresent()) {
                double share = subtask.busy().getAsDouble();
                busy[measured++] = share;
                if (share > busiestShare || (share == busiestShare && index < busiest)) {
                    busiestShare = share;
                    busiest = index;
                }
            }
            backPressured = max(backPressured, subtask.backPressured());
            idle = max(idle, subtask.idle());
            in = sum(in, subtask.recordsInPerSecond());
            out = sum(out, subtask.recordsOutPerSecond());
        }
        if (measured == 0 && backPressured.isEmpty() && in.isEmpty() && out.isEmpty()) {
            return Optional.empty();
        }
        Arrays.sort(busy, 0, measured);
        return Optional.of(new VertexLoad(
                vertex.id(),
                vertex.name(),
                measured == 0 ? OptionalDouble.empty() : OptionalDouble.of(busiestShare),
                measured == 0 ? OptionalDouble.empty() : OptionalDouble.of(busy[(measured - 1) / 2]),
                backPressured,
                idle,
                in,
                out,
                busiest));
    }

    /** Whether one subtask carries much more than the others, while the others have room. */
    public static boolean isSkewed(VertexLoad load) {
        if (load.busyMax().isEmpty() || load.busyMedian().isEmpty()) {
            return false;
        }
        double median = load.busyMedian().getAsDouble();
        return load.busyMax().getAsDouble() >= SKEW_RATIO * median && median < BUSY_MEDIAN;
    }

    private static OptionalDouble max(OptionalDouble one, OptionalDouble other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isPresent() ? one : other;
        }
        return other.getAsDouble() > one.getAsDouble() ? other : one;
    }

    private static OptionalDouble sum(OptionalDouble one, OptionalDouble other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isPresent() ? one : other;
        }
        return OptionalDouble.of(one.getAsDouble() + other.getAsDouble());
    }
}
