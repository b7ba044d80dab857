/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.audit;

import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.OperatorReading;
import dev.flinkvitals.signals.VertexId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Whether the state backend fits the state, and whether a restore will find its operators. */
final class StateAudit {
    /** From here on full checkpoints and a state on the heap are worth a word: 1 GiB. */
    private static final double LARGE_BYTES = 1024.0 * 1024 * 1024;
    /** From here on full checkpoints are a burden: 10 GiB. */
    private static final double VERY_LARGE_BYTES = 10 * LARGE_BYTES;
    /** Serialized state over the heap of its TaskManagers: objects take two to four times as much. */
    private static final double MUCH_OF_HEAP = 0.3;

    private static final int NAMED = 3;

    private StateAudit() {}

    static List<Observation> observe(Audited job) {
        List<Observation> seen = new ArrayList<>();
        OptionalLong state = job.stateBytes();
        if (state.isPresent()) {
            full(job, (double) state.getAsLong()).ifPresent(seen::add);
            heap(job, (double) state.getAsLong()).ifPresent(seen::add);
        }
        withoutUid(job).ifPresent(seen::add);
        return seen;
    }

    private static Optional<Observation> full(Audited job, double state) {
        if (!isEmbedded(job) || job.settings().incremental().orElse(true) || state < LARGE_BYTES) {
            return Optional.empty();
        }
        return Optional.of(Observation.of(
                FindingKind.CHECKPOINTS_NOT_INCREMENTAL,
                state >= VERY_LARGE_BYTES ? Severity.WARNING : Severity.INFO,
                Place.JOB,
                "full_checkpoints",
                "every checkpoint writes the whole state of " + Words.bytes(state),
                List.of(new Evidence("state", state, "By"))));
    }

    private static Optional<Observation> heap(Audited job, double state) {
        if (!backend(job).contains("hashmap") && !backend(job).contains("memory")) {
            return Optional.empty();
        }
        double heap = job.heapBytes();
        boolean much = heap > 0 && state > MUCH_OF_HEAP * heap;
        if (!much && state < LARGE_BYTES) {
            return Optional.empty();
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("state", state, "By"));
        if (heap > 0) {
            evidence.add(new Evidence("heap of the TaskManagers", heap, "By"));
        }
        return Optional.of(Observation.of(
                FindingKind.HEAP_BACKEND_FOR_LARGE_STATE,
                much ? Severity.WARNING : Severity.INFO,
                Place.JOB,
                much ? "much_of_heap" : "large_state",
                "a state of " + Words.bytes(state) + " (serialized, it takes more as objects) lives on "
                        + (heap > 0 ? "heaps of " + Words.bytes(heap) + " in all" : "the heap"),
                evidence));
    }

    private static Optional<Observation> withoutUid(Audited job) {
        Set<VertexId> stateful = job.statefulVertices();
        List<OperatorReading> operators = job.reading().operators().stream()
                .filter(o -> stateful.contains(o.vertex()))
                .toList();
        List<String> nameless = operators.stream()
                .filter(o -> o.hasUid().isPresent() && !o.hasUid().orElseThrow())
                .map(OperatorReading::name)
                .sorted()
                .toList();
        if (nameless.isEmpty()) {
            return Optional.empty();
        }
        String some = String.join(", ", nameless.subList(0, Math.min(NAMED, nameless.size())));
        return Optional.of(Observation.of(
                FindingKind.OPERATORS_WITHOUT_UID,
                Severity.INFO,
                Place.JOB,
                "no_uid",
                nameless.size() + " of " + operators.size() + " operators in vertices with state have no uid: " + some
                        + (nameless.size() > NAMED ? " and others" : "")
                        + "; after a change of the job Flink may not find their state",
                List.of(new Evidence("operators without uid", nameless.size(), "{operator}"))));
    }

    private static boolean isEmbedded(Audited job) {
        return backend(job).contains("rocksdb") || backend(job).contains("forst");
    }

    private static String backend(Audited job) {
        return job.settings().stateBackend().orElse("").toLowerCase(Locale.ROOT);
    }
}
