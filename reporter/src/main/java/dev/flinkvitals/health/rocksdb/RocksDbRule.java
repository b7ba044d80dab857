/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.judgement.Concern;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.VertexId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Judges RocksDB, and ForSt alike, by the worst number of the worst database. Remembers of each vertex whether one subtask or
 * more of them are concerned, so that a finding does not move about. Not thread-safe.
 */
public final class RocksDbRule {
    private final Set<VertexId> spread = new HashSet<>();

    /**
     * Judges one cycle.
     *
     * @param reading the job
     * @param tracker its databases, this cycle included
     * @return what was found
     */
    public RocksDbHealth judge(JobReading reading, RocksDbTracker tracker) {
        StateBackendKind backend = StateBackendKind.of(reading);
        if (reading.stateBackends().isEmpty()) {
            return RocksDbHealth.silent(backend.withoutReadings(reading, tracker.everHeard()));
        }
        Map<VertexId, List<Diagnosis>> vertices = new TreeMap<>();
        Set<RocksDbSignal> known = EnumSet.noneOf(RocksDbSignal.class);
        for (Database database : tracker.databases()) {
            Diagnosis diagnosis = new Diagnosis(database);
            vertices.computeIfAbsent(database.subtask().vertex(), v -> new ArrayList<>())
                    .add(diagnosis);
            diagnosis.addKnown(known);
        }
        Set<String> signals = known.stream().map(RocksDbSignal::metric).collect(Collectors.toSet());
        if (signals.isEmpty()) {
            return RocksDbHealth.silent(backend.missing());
        }
        Map<VertexId, String> names = new HashMap<>();
        reading.topology().vertices().forEach(v -> names.put(v.id(), v.name()));
        spread.retainAll(vertices.keySet());
        Concern worst = new Concern(0, backend.label() + " writes without delay", Place.JOB, List.of());
        List<Observation> observations = new ArrayList<>();
        List<StatePressure> pressures = new ArrayList<>();
        for (Map.Entry<VertexId, List<Diagnosis>> entry : vertices.entrySet()) {
            String name = names.getOrDefault(entry.getKey(), entry.getKey().hex());
            VertexFindings vertex = new VertexFindings(backend.label(), entry.getKey(), name, entry.getValue());
            worst = Concern.worse(worst, vertex.concern());
            pressures.add(vertex.pressure());
            observations.addAll(vertex.broken());
            vertex.stalls(isSpread(entry.getKey(), vertex.affected())).ifPresent(observations::add);
        }
        return new RocksDbHealth(worst.known(1.0, signals), observations, pressures);
    }

    /** From the second subtask on it is the vertex, until none is left. */
    private boolean isSpread(VertexId vertex, int affected) {
        if (affected == 0) {
            spread.remove(vertex);
        } else if (affected > 1) {
            spread.add(vertex);
        }
        return spread.contains(vertex);
    }
}
