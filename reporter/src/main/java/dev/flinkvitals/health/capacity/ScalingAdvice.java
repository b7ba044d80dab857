/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import dev.flinkvitals.health.judgement.Words;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The parallelism at which a vertex would be utilised by 70 %, or why none would do. A keyed vertex is given the parallelism
 * at which the subtask with the most key groups is utilised by 70 %, so that key groups that divide badly are counted in.
 *
 * @param parallelism the parallelism; empty if unknown or if none would do
 * @param limit why more would not help, if it would not
 */
record ScalingAdvice(OptionalInt parallelism, Optional<String> limit) {
    static final ScalingAdvice UNKNOWN = new ScalingAdvice(OptionalInt.empty(), Optional.empty());

    private static final double TARGET = 0.7;

    /** From here on an uneven split is no chance. */
    private static final double SKEWED = 0.3;

    /**
     * What is known of a vertex.
     *
     * @param parallelism subtasks
     * @param maxParallelism key groups
     * @param keyed whether it holds keyed state
     * @param partitions partitions that it reads, if it is a source that tells
     * @param utilisation arrivals over its capacity at today's split
     * @param skewLoss share of its capacity that the split makes unusable
     * @param cause what it is busy with
     * @param hotKey whether one key is known to take most of the time
     */
    record Vertex(
            int parallelism,
            int maxParallelism,
            boolean keyed,
            OptionalInt partitions,
            OptionalDouble utilisation,
            double skewLoss,
            BusyCause cause,
            boolean hotKey) {}

    /** The advice for a vertex. */
    static ScalingAdvice of(Vertex vertex) {
        if (vertex.utilisation().isEmpty() || vertex.parallelism() < 1 || vertex.maxParallelism() < 1) {
            return UNKNOWN;
        }
        double now = vertex.utilisation().getAsDouble();
        boolean enough = now <= TARGET;
        double unevenness = vertex.keyed() ? KeyGroups.loss(vertex.maxParallelism(), vertex.parallelism()) : 0;
        boolean skewed = vertex.skewLoss() >= SKEWED && vertex.skewLoss() > unevenness + SKEWED / 2;
        if (!enough && (vertex.hotKey() || skewed)) {
            return limited(
                    vertex.hotKey()
                            ? "one key takes most of the time, and all records of a key go to one subtask"
                            : "one subtask carries the load, " + Words.percent(vertex.skewLoss())
                                    + " of the capacity is out of reach: records that belong to one key or partition"
                                    + " cannot be divided");
        }
        // Work in subtasks that are busy all the time, as far as it can be divided.
        double work = now * vertex.parallelism() * (vertex.keyed() ? 1 - unevenness : 1);
        int needed = vertex.keyed() ? keyed(work, vertex.maxParallelism()) : ceil(work / TARGET);
        if (vertex.partitions().isPresent() && !enough) {
            int partitions = vertex.partitions().getAsInt();
            if (vertex.parallelism() >= partitions) {
                return limited("it reads " + partitions + " partitions with " + vertex.parallelism()
                        + " subtasks: more would have nothing to read");
            }
            if (needed > partitions) {
                return limited("it would need " + needed + " subtasks, but reads only " + partitions + " partitions");
            }
        }
        if (needed > vertex.maxParallelism()) {
            return limited("it would need more subtasks than its maximum parallelism of " + vertex.maxParallelism());
        }
        boolean external = !enough && vertex.cause() == BusyCause.EXTERNAL_WAIT;
        return new ScalingAdvice(
                OptionalInt.of(needed),
                external
                        ? Optional.of("it waits for an external system: more subtasks help only as far as that system"
                                + " takes more at once")
                        : Optional.empty());
    }

    private static ScalingAdvice limited(String why) {
        return new ScalingAdvice(OptionalInt.empty(), Optional.of(why));
    }

    private static int keyed(double work, int groups) {
        int perSubtask = (int) Math.min(groups, Math.floor(TARGET * groups / Math.max(work, 1e-9)));
        return perSubtask < 1 ? Integer.MAX_VALUE : -Math.floorDiv(-groups, perSubtask);
    }

    private static int ceil(double subtasks) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.ceil(subtasks - 1e-9)));
    }
}
