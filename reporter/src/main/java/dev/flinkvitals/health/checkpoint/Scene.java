/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What surrounds a checkpoint in one cycle: the job, its load, and what is usual. Lives for one cycle. */
final class Scene {
    /** From here on barriers noticeably queue behind data. */
    static final double BACKPRESSURED = 0.2;

    private final JobReading reading;
    private final CheckpointBaseline baseline;
    private final Optional<Place> bottleneck;
    private final List<VertexLoad> loads;
    private @Nullable Map<SubtaskId, SubtaskReading> subtasks;

    Scene(JobReading reading, CheckpointBaseline baseline, Optional<Place> bottleneck, List<VertexLoad> loads) {
        this.reading = reading;
        this.baseline = baseline;
        this.bottleneck = bottleneck;
        this.loads = loads;
    }

    JobReading reading() {
        return reading;
    }

    CheckpointBaseline baseline() {
        return baseline;
    }

    Instant now() {
        return reading.tick().at();
    }

    /** The vertex that holds the job back, if it was named. */
    Optional<Place> bottleneck() {
        return bottleneck;
    }

    Topology topology() {
        return reading.topology();
    }

    String name(VertexId vertex) {
        return topology().vertex(vertex).map(Topology.Vertex::name).orElse(vertex.hex());
    }

    Place place(VertexId vertex) {
        return Place.vertex(vertex, name(vertex));
    }

    Place place(VertexId vertex, int subtask) {
        return new Place(
                Optional.of(vertex), Optional.of(name(vertex)), OptionalInt.of(subtask), process(vertex, subtask));
    }

    Optional<String> process(VertexId vertex, int subtask) {
        SubtaskReading found = subtasks().get(new SubtaskId(vertex, subtask));
        return found == null ? Optional.empty() : Optional.of(found.processId());
    }

    Optional<ProcessReading> processReading(String processId) {
        return reading.processes().stream()
                .filter(p -> p.processId().equals(processId))
                .findFirst();
    }

    /** Subtasks of the job on each TaskManager. */
    Map<String, Integer> subtasksPerProcess() {
        Map<String, Integer> counts = new TreeMap<>();
        reading.subtasks().forEach(s -> counts.merge(s.processId(), 1, Integer::sum));
        return counts;
    }

    /** Records that the subtasks of a vertex read, by subtask; without those that do not tell. */
    Map<Integer, Double> recordsRead(VertexId vertex) {
        Map<Integer, Double> records = new TreeMap<>();
        for (SubtaskReading subtask : reading.subtasks()) {
            if (subtask.id().vertex().equals(vertex)) {
                subtask.recordsIn().ifPresent(n -> records.put(subtask.id().index(), (double) n));
            }
        }
        return records;
    }

    Optional<VertexLoad> load(VertexId vertex) {
        return loads.stream().filter(l -> l.vertex().equals(vertex)).findFirst();
    }

    /** Highest backpressured share of the given vertices; empty if it is not known of any. */
    OptionalDouble backpressure(Collection<VertexId> vertices) {
        return loads.stream()
                .filter(l -> vertices.contains(l.vertex()))
                .flatMapToDouble(l -> l.backPressuredMax().stream())
                .max();
    }

    /** Highest backpressured share of all vertices; empty if none is known. */
    OptionalDouble backpressure() {
        return loads.stream()
                .flatMapToDouble(l -> l.backPressuredMax().stream())
                .max();
    }

    /** The vertices that data of the given one reaches, without itself. */
    Set<VertexId> downstreamOf(VertexId vertex) {
        Set<VertexId> reached = new HashSet<>();
        // In topological order one pass suffices.
        for (Topology.Vertex candidate : topology().vertices()) {
            for (VertexId input : candidate.inputs()) {
                if (input.equals(vertex) || reached.contains(input)) {
                    reached.add(candidate.id());
                }
            }
        }
        return reached;
    }

    private Map<SubtaskId, SubtaskReading> subtasks() {
        Map<SubtaskId, SubtaskReading> known = subtasks;
        if (known == null) {
            known = new HashMap<>();
            for (SubtaskReading subtask : reading.subtasks()) {
                known.put(subtask.id(), subtask);
            }
            subtasks = known;
        }
        return known;
    }
}
