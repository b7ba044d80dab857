/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.inside.ThreadVerdict;
import dev.flinkvitals.health.lag.JobLag;
import dev.flinkvitals.health.lag.SubtaskLag;
import dev.flinkvitals.health.load.JobLoad;
import dev.flinkvitals.health.load.SubtaskRates;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.PartitionReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.VertexId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * Follows what holds a job back and how much it could process. Its work is done at the ends of windows. Not thread-safe.
 */
public final class CapacityWatch {
    private final ProcessMeans processes = new ProcessMeans();
    private final StuckSources stuckSources = new StuckSources();
    private final BottleneckMemory memory = new BottleneckMemory();
    private final CapacityEstimator estimator = new CapacityEstimator();
    private List<Bottleneck> stuck = List.of();
    private Set<VertexId> keyed = Set.of();

    /**
     * What other rules say of a job. Passed through, never kept.
     *
     * @param stallShare share of time in which the state backend of a subtask holds writes back, 0 to 1
     * @param hotKeys vertices of which one key is known to take most of the time
     */
    public record Hints(Function<SubtaskId, OptionalDouble> stallShare, Set<VertexId> hotKeys) {
        /**
         * Hints from what other rules saw.
         *
         * @param stallShare share of time in which the state backend of a subtask holds writes back
         * @param hotKeys observations of hot keys
         */
        public static Hints of(Function<SubtaskId, OptionalDouble> stallShare, List<Observation> hotKeys) {
            Set<VertexId> vertices = new HashSet<>();
            hotKeys.stream()
                    .filter(seen -> seen.kind() == FindingKind.HOT_KEY)
                    .forEach(seen -> seen.place().vertex().ifPresent(vertices::add));
            return new Hints(stallShare, vertices);
        }
    }

    /**
     * Takes one cycle.
     *
     * @param reading the job
     * @param load its load
     * @param lag its lag
     * @param subtaskLags what waits before the source subtasks
     * @param hints what other rules say
     * @param windowEnds whether a window of the job ends now
     */
    public void update(
            JobReading reading,
            JobLoad load,
            JobLag lag,
            List<SubtaskLag> subtaskLags,
            Hints hints,
            boolean windowEnds) {
        processes.update(reading.processes(), windowEnds);
        if (!windowEnds) {
            return;
        }
        keyed = keyed(reading);
        memory.windowEnded(BottleneckFinder.find(reading.topology(), load, lag));
        stuck = stuckSources.windowEnded(reading.topology(), load, subtaskLags);
        estimator.windowEnded(
                reading.topology(),
                load,
                lag,
                subtaskLags,
                new CapacityEstimator.Known(keyed, partitions(reading), causes(reading, load, hints), hints.hotKeys()),
                bottlenecks());
    }

    /** What holds the job back, worst first: a source that reads nothing at all, then the rest. */
    public List<Bottleneck> bottlenecks() {
        Set<VertexId> seen = new HashSet<>();
        List<Bottleneck> all = new ArrayList<>(stuck);
        stuck.forEach(b -> b.place().vertex().ifPresent(seen::add));
        for (Bottleneck named : memory.named()) {
            if (named.place().vertex().filter(seen::contains).isEmpty()) {
                all.add(named);
            }
        }
        return all;
    }

    /** The worst of them. */
    public Optional<Bottleneck> bottleneck() {
        return bottlenecks().stream().findFirst();
    }

    /** For how many windows in a row a vertex has been named. */
    int windowsNamed(VertexId vertex) {
        return memory.windowsNamed(vertex);
    }

    /** Vertices that are seen to hold keyed state. */
    public Set<VertexId> keyed() {
        return keyed;
    }

    /** How much the job could process. */
    public CapacityOutlook outlook() {
        return estimator.outlook();
    }

    /**
     * What a bottleneck is busy with.
     *
     * @param bottleneck the bottleneck
     * @param reading the job
     * @param load its load
     * @param hints what other rules say
     * @return the verdict; empty if nothing is known of its busiest subtask
     */
    Optional<BusyVerdict> verdict(Bottleneck bottleneck, JobReading reading, JobLoad load, Hints hints) {
        Optional<VertexId> vertex = bottleneck.place().vertex();
        return vertex.flatMap(load::vertex)
                .flatMap(own ->
                        load.subtask(own.vertex(), bottleneck.place().subtask().orElse(own.busiestSubtask())))
                .map(rates -> verdict(rates, reading, hints));
    }

    private BusyVerdict verdict(SubtaskRates rates, JobReading reading, Hints hints) {
        return BusyVerdict.of(
                rates,
                new BusyVerdict.Around(
                        processes.gcShare(rates.processId()),
                        processes.cpuShare(rates.processId()),
                        hints.stallShare().apply(rates.id()),
                        thread(rates.id(), reading)));
    }

    /** What was seen of a subtask's thread; else of another of its vertex, which runs the same code. */
    private static Optional<ThreadVerdict> thread(SubtaskId subtask, JobReading reading) {
        return ThreadVerdict.of(reading.inside(), subtask)
                .or(() -> reading.inside().threads().stream()
                        .filter(t -> t.subtask().vertex().equals(subtask.vertex()))
                        .sorted(Comparator.comparingInt(t -> t.subtask().index()))
                        .flatMap(t -> ThreadVerdict.of(t).stream())
                        .findFirst());
    }

    private Map<VertexId, BusyCause> causes(JobReading reading, JobLoad load, Hints hints) {
        Map<VertexId, BusyCause> causes = new HashMap<>();
        for (VertexLoad vertex : load.vertices()) {
            load.subtask(vertex.vertex(), vertex.busiestSubtask())
                    .ifPresent(rates -> causes.put(
                            vertex.vertex(), verdict(rates, reading, hints).cause()));
        }
        return causes;
    }

    private static Set<VertexId> keyed(JobReading reading) {
        Set<VertexId> keyed = new HashSet<>();
        reading.states().forEach(state -> keyed.add(state.vertex()));
        reading.stateBackends().forEach(state -> keyed.add(state.subtask().vertex()));
        reading.inside().keyGroups().forEach(seen -> keyed.add(seen.subtask().vertex()));
        return keyed;
    }

    private static Map<VertexId, Integer> partitions(JobReading reading) {
        Map<VertexId, Set<String>> seen = new HashMap<>();
        for (PartitionReading partition : reading.partitions()) {
            seen.computeIfAbsent(partition.subtask().vertex(), v -> new HashSet<>())
                    .add(partition.topic() + '-' + partition.partition());
        }
        Map<VertexId, Integer> counts = new HashMap<>();
        seen.forEach((vertex, own) -> counts.put(vertex, own.size()));
        return counts;
    }
}
