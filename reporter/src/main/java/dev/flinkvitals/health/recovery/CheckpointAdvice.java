/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.recovery;

import dev.flinkvitals.health.estimate.Quantiles;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The checkpoint interval that serves a job best: as long as the recovery objective allows, but no longer than what costs least
 * (Young: {@code sqrt(2 * cost * time between failures)}).
 *
 * @param interval the interval; empty if no interval meets the objective
 * @param reachable whether any interval does
 */
record CheckpointAdvice(Optional<Duration> interval, boolean reachable) {
    /** While a checkpoint uploads, the job is slower: by a tenth, say. */
    private static final double UPLOAD_SLOWDOWN = 0.1;

    private static final double LEAST_COST_SECONDS = 0.01;
    private static final double LEAST_FAILURE_SECONDS = 600;
    private static final double MOST_FAILURE_SECONDS = 7 * 86_400.0;
    private static final double USUAL_FAILURE_SECONDS = 86_400;

    /**
     * The advice.
     *
     * @param reading the job
     * @param objectiveSeconds how long recovery may take
     * @param downtimeSeconds upper bound of the downtime
     * @param utilisation arrivals over capacity, 0 or more
     * @return the advice; empty if no checkpoint completed yet
     */
    static Optional<CheckpointAdvice> of(
            JobReading reading, double objectiveSeconds, double downtimeSeconds, double utilisation) {
        List<CheckpointSample> completed = completed(reading.checkpoints());
        List<Double> durations = completed.stream()
                .flatMap(c -> c.endToEnd().stream())
                .map(Times::seconds)
                .toList();
        if (durations.isEmpty()) {
            return Optional.empty();
        }
        double duration = Quantiles.nearestRank(durations, 0.95);
        // From (interval + duration + downtime) * arrivals / (capacity - arrivals) + downtime <= objective.
        double longest = utilisation <= 0
                ? Double.POSITIVE_INFINITY
                : (objectiveSeconds - downtimeSeconds) * (1 - utilisation) / utilisation;
        longest -= downtimeSeconds + duration;
        if (!(longest >= duration) || objectiveSeconds < downtimeSeconds) {
            return Optional.of(new CheckpointAdvice(Optional.empty(), false));
        }
        double cost = cost(completed).orElse(0) + UPLOAD_SLOWDOWN * Quantiles.median(durations);
        double cheapest = Math.sqrt(2 * Math.max(LEAST_COST_SECONDS, cost) * secondsBetweenFailures(reading));
        double best = Math.max(duration, Math.min(cheapest, longest));
        return Optional.of(new CheckpointAdvice(Optional.of(Times.ofSeconds(best)), true));
    }

    private static List<CheckpointSample> completed(CheckpointReading checkpoints) {
        return checkpoints.history().stream()
                .filter(c -> c.status() == CheckpointSample.Status.COMPLETED)
                .filter(c -> c.kind() == CheckpointSample.Kind.CHECKPOINT && !c.ours())
                .toList();
    }

    /** Seconds for which a checkpoint stops some task: alignment and the synchronous part of the slowest, usually. */
    private static OptionalDouble cost(List<CheckpointSample> completed) {
        List<Double> stalls = completed.stream()
                .filter(c -> c.tasks().stream().anyMatch(task -> !task.slowest().isEmpty()))
                .map(c -> c.tasks().stream()
                        .flatMap(task -> task.slowest().stream())
                        .mapToDouble(s -> Times.seconds(s.alignment().plus(s.sync())))
                        .max()
                        .orElse(0))
                .toList();
        return stalls.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Quantiles.median(stalls));
    }

    /** The job's age over its restarts; a day where there was none, or its age if that is more; a week at most. */
    private static double secondsBetweenFailures(JobReading reading) {
        double age = Times.seconds(
                Duration.between(reading.status().startedAt(), reading.tick().at()));
        long restarts = reading.status().restarts().orElse(0);
        double between = restarts > 0 ? age / restarts : Math.max(age, USUAL_FAILURE_SECONDS);
        return Math.max(LEAST_FAILURE_SECONDS, Math.min(MOST_FAILURE_SECONDS, between));
    }
}
