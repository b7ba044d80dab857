/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

import static dev.flinkvitals.health.rocksdb.RocksDbSignal.BACKGROUND_ERRORS;

import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Concern;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.VertexId;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The databases of one vertex in one cycle; of equals the first by subtask counts. */
final class VertexFindings {
    private static final Comparator<Diagnosis> BY_SUBTASK =
            Comparator.comparingInt(diagnosis -> diagnosis.database().subtask().index());
    private static final Comparator<Diagnosis> WORST_FIRST =
            Comparator.comparingDouble(Diagnosis::pressure).reversed().thenComparing(BY_SUBTASK);

    /** More broken subtasks than that are one broken disk or one broken cluster. */
    private static final int MOST_BROKEN = 10;

    private final String backend;
    private final VertexId vertex;
    private final String name;
    private final List<Diagnosis> databases;
    private final Diagnosis worst;
    private final List<Diagnosis> broken;

    VertexFindings(String backend, VertexId vertex, String name, List<Diagnosis> databases) {
        this.backend = backend;
        this.vertex = vertex;
        this.name = name;
        this.databases = databases;
        this.worst = Collections.min(databases, WORST_FIRST);
        this.broken = databases.stream()
                .filter(database -> database.severity(BACKGROUND_ERRORS) > 0)
                .sorted(BY_SUBTASK)
                .toList();
    }

    /** The worst that the component shows here. */
    Concern concern() {
        RocksDbSignal signal = worst.worst();
        Concern pressed = signal == null ? new Concern(0, "", Place.JOB, List.of()) : concern(worst, signal);
        return broken.stream()
                .map(database -> concern(database, BACKGROUND_ERRORS))
                .reduce(pressed, Concern::worse);
    }

    private Concern concern(Diagnosis diagnosis, RocksDbSignal signal) {
        return new Concern(
                diagnosis.severity(signal),
                words(diagnosis, signal, signal.words(diagnosis.value(signal))),
                place(diagnosis),
                List.of(signal.evidence(diagnosis.value(signal))));
    }

    /** Subtasks with a finding. */
    int affected() {
        return (int) databases.stream()
                .filter(database -> database.pressure() >= Diagnosis.TOLERABLE)
                .count();
    }

    /**
     * What holds writes back or is about to.
     *
     * @param spread whether the vertex is the place, rather than its worst subtask
     */
    Optional<Observation> stalls(boolean spread) {
        RocksDbSignal cause = worst.cause();
        if (cause == null || worst.pressure() < Diagnosis.TOLERABLE) {
            return Optional.empty();
        }
        String where = spread
                ? " (subtask " + worst.database().subtask().index() + "; " + affected() + " of " + databases.size()
                        + " subtasks)"
                : "";
        return Optional.of(Observation.of(
                FindingKind.ROCKSDB_STALLS,
                Severity.WARNING,
                spread ? Place.vertex(vertex, name) : place(worst),
                cause.cause(),
                words(worst, cause, worst.words(cause)) + where,
                worst.evidence(cause)));
    }

    /** Databases that reported errors. */
    List<Observation> broken() {
        return broken.stream()
                .limit(MOST_BROKEN)
                .map(database -> Observation.of(
                        FindingKind.ROCKSDB_BROKEN,
                        Severity.CRITICAL,
                        place(database),
                        BACKGROUND_ERRORS.cause(),
                        words(database, BACKGROUND_ERRORS, BACKGROUND_ERRORS.words(database.value(BACKGROUND_ERRORS))),
                        List.of(BACKGROUND_ERRORS.evidence(database.value(BACKGROUND_ERRORS)))))
                .toList();
    }

    StatePressure pressure() {
        Concern concern = concern();
        RocksDbSignal cause = worst.cause();
        RocksDbSignal shown = concern.severity() > worst.pressure() || cause == null ? BACKGROUND_ERRORS : cause;
        OptionalDouble stallShare = databases.stream()
                .flatMap(d -> d.database().stallShare().stream().boxed())
                .mapToDouble(Double::doubleValue)
                .max();
        boolean wrong = concern.severity() > 0;
        return new StatePressure(
                vertex,
                name,
                wrong
                        ? concern.place().subtask().orElse(0)
                        : worst.database().subtask().index(),
                wrong ? worst.database().state(shown) : "",
                concern.severity(),
                wrong ? shown.cause() : "none",
                stallShare);
    }

    private String words(Diagnosis diagnosis, RocksDbSignal signal, String what) {
        return backend + " state '" + diagnosis.database().state(signal) + "': " + what;
    }

    private Place place(Diagnosis diagnosis) {
        return Place.subtask(vertex, name, diagnosis.database().subtask().index());
    }
}
