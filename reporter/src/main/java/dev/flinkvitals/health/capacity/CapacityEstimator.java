/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.lag.JobLag;
import dev.flinkvitals.health.lag.SourceLag;
import dev.flinkvitals.health.lag.SubtaskLag;
import dev.flinkvitals.health.load.JobLoad;
import dev.flinkvitals.health.load.SubtaskRates;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Estimates at the end of each window how much the job could take in. The capacity of a vertex is what it could process at
 * today's split of the keys (see {@link VertexEstimate}); the job's is the least of its vertices', each counted in source
 * records. What the job takes in now is a lower bound that needs no estimate. Not thread-safe.
 */
public final class CapacityEstimator {
    private static final double FREE = 0.1;

    private final Map<VertexId, VertexEstimate> estimates = new HashMap<>();
    private CapacityOutlook outlook = CapacityOutlook.UNKNOWN;

    /**
     * What else the estimate rests on.
     *
     * @param keyed vertices that hold keyed state
     * @param partitions number of partitions of each source that tells
     * @param causes what the busiest subtask of each vertex spends its time on
     * @param hotKeys vertices of which one key is known to take most of the time
     */
    record Known(
            Set<VertexId> keyed,
            Map<VertexId, Integer> partitions,
            Map<VertexId, BusyCause> causes,
            Set<VertexId> hotKeys) {}

    /** The outlook as of the last window's end. */
    public CapacityOutlook outlook() {
        return outlook;
    }

    /**
     * Ends a window.
     *
     * @param topology the job graph
     * @param load the job's load
     * @param lag the job's lag
     * @param subtaskLags what waits before the source subtasks
     * @param known what else is known
     * @param named the bottlenecks that are named
     */
    void windowEnded(
            Topology topology,
            JobLoad load,
            JobLag lag,
            List<SubtaskLag> subtaskLags,
            Known known,
            List<Bottleneck> named) {
        OptionalDouble consumed = consumed(topology, load);
        update(topology, load, consumed.orElse(0));
        OptionalDouble arrival = arrival(topology, load, lag);
        Optional<VertexId> binding = binding(topology);
        Optional<Interval> capacity = binding.flatMap(vertex -> capacity(topology, consumed.orElse(0)));
        Optional<VertexId> fetchBound = named.stream()
                .filter(b -> b.kind() == Bottleneck.Kind.SOURCE_FETCH_BOUND)
                .flatMap(b -> b.place().vertex().stream())
                .findFirst();
        if (fetchBound.isPresent() && consumed.orElse(0) > 0) {
            // Busy time does not show the limit of a source that waits for its input: what it reads now is all it can.
            double reads = consumed.orElse(0);
            capacity = Optional.of(new Interval(reads, reads, reads));
            binding = fetchBound;
        }
        OptionalDouble utilisation = arrival.isPresent() && capacity.isPresent()
                ? OptionalDouble.of(
                        arrival.getAsDouble() / capacity.orElseThrow().low())
                : OptionalDouble.empty();
        Optional<Interval> catchUp = capacity.flatMap(job -> CatchUp.seconds(shares(load, subtaskLags), job));
        List<CapacityOutlook.VertexCapacity> vertices = new ArrayList<>();
        for (Topology.Vertex vertex : topology.vertices()) {
            vertices.add(vertex(vertex, arrival, known));
        }
        outlook = new CapacityOutlook(arrival, capacity, utilisation, catchUp, binding, vertices);
    }

    private void update(Topology topology, JobLoad load, double consumed) {
        Set<VertexId> present = new HashSet<>();
        for (Topology.Vertex vertex : topology.vertices()) {
            present.add(vertex.id());
            VertexEstimate estimate = estimates.get(vertex.id());
            if (estimate == null || estimate.parallelism() != vertex.parallelism()) {
                estimate = new VertexEstimate(vertex.parallelism());
                estimates.put(vertex.id(), estimate);
            }
            Optional<VertexLoad> own = load.vertex(vertex.id());
            if (own.isPresent()) {
                estimate.windowEnded(own.orElseThrow(), load.subtasks(vertex.id()), consumed);
            } else {
                estimate.windowMissed();
            }
        }
        estimates.keySet().retainAll(present);
    }

    private static OptionalDouble consumed(Topology topology, JobLoad load) {
        double sum = 0;
        boolean any = false;
        for (Topology.Vertex vertex : topology.vertices()) {
            if (vertex.isSource()) {
                OptionalDouble own = load.vertex(vertex.id())
                        .map(VertexLoad::recordsPerSecond)
                        .orElse(OptionalDouble.empty());
                if (own.isEmpty()) {
                    return own;
                }
                sum += own.getAsDouble();
                any = true;
            }
        }
        return any ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }

    /**
     * Records per second that arrive: where a source counts what waits, what it reads plus what piles up; a source that does
     * not, but is not held up, reads what arrives.
     */
    private static OptionalDouble arrival(Topology topology, JobLoad load, JobLag lag) {
        Map<VertexId, SourceLag> counted = new HashMap<>();
        lag.sources().forEach(source -> counted.put(source.vertex(), source));
        double sum = 0;
        boolean any = false;
        for (Topology.Vertex vertex : topology.vertices()) {
            if (!vertex.isSource()) {
                continue;
            }
            SourceLag source = counted.get(vertex.id());
            Optional<VertexLoad> own = load.vertex(vertex.id());
            OptionalDouble arrival = OptionalDouble.empty();
            if (source != null) {
                arrival = source.arrivalPerSecond();
            } else if (own.isPresent() && own.orElseThrow().backPressuredMax().orElse(1) < FREE) {
                arrival = own.orElseThrow().recordsPerSecond();
            }
            if (arrival.isEmpty()) {
                return arrival;
            }
            sum += arrival.getAsDouble();
            any = true;
        }
        return any ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }

    private Optional<VertexId> binding(Topology topology) {
        VertexId binding = null;
        double least = Double.POSITIVE_INFINITY;
        for (Topology.Vertex vertex : topology.vertices()) {
            VertexEstimate estimate = estimates.get(vertex.id());
            if (estimate != null && estimate.jobCapacity().orElse(least) < least) {
                least = estimate.jobCapacity().orElse(least);
                binding = vertex.id();
            }
        }
        return Optional.ofNullable(binding);
    }

    private Optional<Interval> capacity(Topology topology, double consumed) {
        double low = Double.POSITIVE_INFINITY;
        double mid = Double.POSITIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        for (Topology.Vertex vertex : topology.vertices()) {
            VertexEstimate estimate = estimates.get(vertex.id());
            if (estimate != null && estimate.jobCapacity().isPresent()) {
                double own = estimate.jobCapacity().getAsDouble();
                low = Math.min(low, own * (1 - estimate.error()));
                mid = Math.min(mid, own);
                high = Math.min(high, own * (1 + estimate.error()));
            }
        }
        low = Math.max(low, consumed);
        mid = Math.max(mid, low);
        high = Math.max(high, mid);
        return Double.isFinite(high) && low > 0 ? Optional.of(new Interval(low, mid, high)) : Optional.empty();
    }

    /** The source subtasks whose lag is known, with what each can read itself. */
    private static List<CatchUp.Share> shares(JobLoad load, List<SubtaskLag> lags) {
        Map<SubtaskId, SubtaskRates> rates = new HashMap<>();
        Set<VertexId> vertices = new HashSet<>();
        for (SubtaskLag lag : lags) {
            if (vertices.add(lag.subtask().vertex())) {
                load.subtasks(lag.subtask().vertex()).forEach(own -> rates.put(own.id(), own));
            }
        }
        List<CatchUp.Share> shares = new ArrayList<>();
        for (SubtaskLag lag : lags) {
            SubtaskRates own = rates.get(lag.subtask());
            if (own == null
                    || own.recordsPerSecond().isEmpty()
                    || lag.growthPerSecond().isEmpty()) {
                return List.of();
            }
            double reads = own.recordsPerSecond().getAsDouble();
            double busy = own.busy().orElse(0);
            shares.add(new CatchUp.Share(
                    lag.records(),
                    Math.max(0, reads + lag.growthPerSecond().getAsDouble()),
                    reads > 0 && busy >= FREE ? OptionalDouble.of(reads / busy) : OptionalDouble.empty()));
        }
        return shares;
    }

    private CapacityOutlook.VertexCapacity vertex(Topology.Vertex vertex, OptionalDouble arrival, Known known) {
        VertexEstimate estimate = estimates.get(vertex.id());
        OptionalDouble capacity = estimate == null ? OptionalDouble.empty() : estimate.capacity();
        OptionalDouble skewLoss = estimate == null ? OptionalDouble.empty() : estimate.skewLoss();
        OptionalDouble job = estimate == null ? OptionalDouble.empty() : estimate.jobCapacity();
        OptionalDouble utilisation = job.isPresent() && arrival.isPresent()
                ? OptionalDouble.of(arrival.getAsDouble() / job.getAsDouble())
                : OptionalDouble.empty();
        BusyCause cause = known.causes().getOrDefault(vertex.id(), BusyCause.UNKNOWN);
        Integer partitions = known.partitions().get(vertex.id());
        ScalingAdvice advice = ScalingAdvice.of(new ScalingAdvice.Vertex(
                vertex.parallelism(),
                vertex.maxParallelism(),
                known.keyed().contains(vertex.id()),
                partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions),
                utilisation,
                skewLoss.orElse(0),
                cause,
                known.hotKeys().contains(vertex.id())));
        return new CapacityOutlook.VertexCapacity(
                vertex.id(),
                vertex.name(),
                capacity,
                utilisation,
                skewLoss,
                cause,
                advice.parallelism(),
                advice.limit());
    }
}
