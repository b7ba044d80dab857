/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.signals.VertexId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How much the job could process, and how much arrives.
 *
 * @param arrivalPerSecond records that arrive at the sources per second
 * @param capacityPerSecond records per second that the job could take in
 * @param utilisation arrivals over the lower bound of the capacity; above 1 the lag grows
 * @param catchUpSeconds time until the lag is worked off; the upper bound is infinite if it may never be
 * @param binding the vertex that limits the job
 * @param vertices what is known of each vertex, in topological order
 */
public record CapacityOutlook(
        OptionalDouble arrivalPerSecond,
        Optional<Interval> capacityPerSecond,
        OptionalDouble utilisation,
        Optional<Interval> catchUpSeconds,
        Optional<VertexId> binding,
        List<VertexCapacity> vertices) {
    /** Nothing is known. */
    public static final CapacityOutlook UNKNOWN = new CapacityOutlook(
            OptionalDouble.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    /** Copies the list. */
    public CapacityOutlook {
        vertices = List.copyOf(vertices);
    }

    /** What is known of one vertex. */
    public Optional<VertexCapacity> vertex(VertexId id) {
        return vertices.stream().filter(v -> v.vertex().equals(id)).findFirst();
    }

    /**
     * What is known of one vertex.
     *
     * @param vertex its id
     * @param name its name
     * @param capacityPerSecond records per second that it could process at today's split of the keys
     * @param utilisation its input over that capacity
     * @param skewLoss share of its capacity that the uneven split makes unusable, 0 to 1
     * @param busyCause what its busiest subtask spends its time on
     * @param parallelismNeeded parallelism at which it would be utilised by 70 %; empty if unknown or if none would do
     * @param scalingLimit why more parallelism would not help, if it would not
     */
    public record VertexCapacity(
            VertexId vertex,
            String name,
            OptionalDouble capacityPerSecond,
            OptionalDouble utilisation,
            OptionalDouble skewLoss,
            BusyCause busyCause,
            OptionalInt parallelismNeeded,
            Optional<String> scalingLimit) {}
}
