/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.estimate.Quantiles;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long the job's own checkpoints take. Checkpoints and savepoints that we triggered are left out: our actions must
 * not pass for the job's health.
 */
public final class CheckpointDurations {
    private static final double P95 = 0.95;

    private final List<CheckpointSample> completed;

    CheckpointDurations(CheckpointReading reading) {
        completed = OwnCheckpoints.completed(reading);
    }

    /** 95th percentile of trigger to completion. */
    Optional<Duration> p95() {
        List<Double> seconds = seconds();
        return seconds.isEmpty() ? Optional.empty() : Optional.of(Times.ofSeconds(Quantiles.nearestRank(seconds, P95)));
    }

    /** Median of trigger to completion. */
    Optional<Duration> p50() {
        List<Double> seconds = seconds();
        return seconds.isEmpty() ? Optional.empty() : Optional.of(Times.ofSeconds(Quantiles.median(seconds)));
    }

    /**
     * How long a savepoint would take: {@code p95(start delay + alignment) + max over vertices(state of the largest
     * subtask / its upload rate)}, and never less than a checkpoint takes. The upload rate of a vertex is that of the
     * checkpoint which wrote the most: small uploads measure latency, not rate.
     *
     * @return the prediction; empty if no checkpoint completed yet
     */
    Optional<Duration> expectedSnapshotTime() {
        Optional<Duration> usual = p95();
        if (usual.isEmpty()) {
            return usual;
        }
        double predicted = barrierSeconds() + uploadSeconds();
        return Optional.of(Times.max(usual.orElseThrow(), Times.ofSeconds(predicted)));
    }

    private List<Double> seconds() {
        return completed.stream()
                .flatMap(c -> duration(c).stream())
                .map(Times::seconds)
                .toList();
    }

    private static Optional<Duration> duration(CheckpointSample checkpoint) {
        return checkpoint
                .endToEnd()
                .or(() -> checkpoint
                        .endedAt()
                        .map(ended -> Duration.between(checkpoint.triggeredAt(), ended))
                        .filter(d -> !d.isNegative()));
    }

    private double barrierSeconds() {
        List<Double> slowest = completed.stream()
                .filter(c -> c.tasks().stream().anyMatch(t -> !t.slowest().isEmpty()))
                .map(c -> c.tasks().stream()
                        .flatMap(t -> t.slowest().stream().limit(1))
                        .mapToDouble(s -> Times.seconds(s.startDelay().plus(s.alignment())))
                        .max()
                        .orElse(0))
                .toList();
        return slowest.isEmpty() ? 0 : Quantiles.nearestRank(slowest, P95);
    }

    private double uploadSeconds() {
        Map<VertexId, CheckpointSample.SubtaskSample> largestUpload = new HashMap<>();
        Map<VertexId, Long> newestState = new HashMap<>();
        for (CheckpointSample checkpoint : completed) {
            for (CheckpointSample.TaskSample task : checkpoint.tasks()) {
                task.slowest().stream().findFirst().ifPresent(slowest -> {
                    newestState.putIfAbsent(task.vertex(), largestSubtaskState(task, slowest));
                    largestUpload.merge(
                            task.vertex(), slowest, (a, b) -> a.checkpointedBytes() >= b.checkpointedBytes() ? a : b);
                });
            }
        }
        double longest = 0;
        for (Map.Entry<VertexId, CheckpointSample.SubtaskSample> entry : largestUpload.entrySet()) {
            CheckpointSample.SubtaskSample upload = entry.getValue();
            double async = Times.seconds(upload.async());
            if (async > 0 && upload.checkpointedBytes() > 0) {
                double state = newestState.getOrDefault(entry.getKey(), upload.stateBytes());
                longest = Math.max(longest, state * async / upload.checkpointedBytes());
            }
        }
        return longest;
    }

    private static long largestSubtaskState(CheckpointSample.TaskSample task, CheckpointSample.SubtaskSample slowest) {
        return Math.max(slowest.stateBytes(), task.stateBytes() / Math.max(1, task.subtasks()));
    }
}
