/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.audit;

import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the rules of the audit look at in one cycle.
 *
 * @param reading the job
 * @param settings its checkpoint settings
 * @param durationP95 95th percentile of the usual durations of its own checkpoints; empty until enough completed
 * @param hosts hosts on which its TaskManagers run; 0 if their names do not tell
 */
record Audited(JobReading reading, CheckpointSettings settings, Optional<Duration> durationP95, int hosts) {
    private CheckpointReading checkpoints() {
        return reading.checkpoints();
    }

    /** Bytes of state in the newest completed checkpoint, without data in flight; empty if none completed. */
    OptionalLong stateBytes() {
        return newestCompleted()
                .map(c -> OptionalLong.of(Math.max(0, c.stateBytes() - Math.max(0, c.persistedBytes()))))
                .orElse(OptionalLong.empty());
    }

    /** The vertices that had state in the newest completed checkpoint. */
    Set<VertexId> statefulVertices() {
        Set<VertexId> stateful = new HashSet<>();
        newestCompleted()
                .ifPresent(c -> c.tasks().stream()
                        .filter(task -> task.stateBytes() > 0)
                        .forEach(task -> stateful.add(task.vertex())));
        return stateful;
    }

    /** Largest heaps of its TaskManagers in all, bytes; 0 if not known. */
    double heapBytes() {
        return reading.processes().stream()
                .flatMapToLong(p -> p.heapMaxBytes().stream())
                .asDoubleStream()
                .sum();
    }

    private Optional<CheckpointSample> newestCompleted() {
        return checkpoints().history().stream()
                .filter(c ->
                        c.status() == CheckpointSample.Status.COMPLETED && c.kind() == CheckpointSample.Kind.CHECKPOINT)
                .findFirst();
    }
}
