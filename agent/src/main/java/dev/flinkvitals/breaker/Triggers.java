/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.exhaustion.ExhaustionForecast;
import dev.flinkvitals.health.exhaustion.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What sets an action off. A job that has gone too long without a checkpoint wants a checkpoint, since only that shortens
 * recovery; a resource that runs out wants a savepoint, since that survives the loss of the job. Several resources that run
 * out are one incident: one savepoint covers the whole job. Not thread safe.
 */
final class Triggers {
    /** Below this confidence even the health score has no colour. */
    static final double MIN_CONFIDENCE = 0.5;

    /** A completed checkpoint ends the condition at once, and the next time is another incident. */
    private static final int CALM_EXPOSURE = 1;

    /** A forecast near its gate flickers; a savepoint for each flicker would be worse than none. */
    private static final int CALM_EXHAUSTION = 3;

    private static final Wish.Support NO_SUPPORT = new Wish.Support(List.of(), 0, 0);

    private final SnapshotConfig config;
    private final Incident exposure = new Incident("exposure", CALM_EXPOSURE);
    private final Incident exhaustion = new Incident("exhaustion", CALM_EXHAUSTION);

    Triggers(SnapshotConfig config) {
        this.config = config;
    }

    /** What is wanted, the more urgent first; nothing changes while too little is known. */
    List<Wish> wishes(Assessment assessment) {
        List<Wish> wishes = new ArrayList<>();
        if (assessment.confidence() >= MIN_CONFIDENCE) {
            savepoint(assessment).ifPresent(wishes::add);
            checkpoint(assessment).ifPresent(wishes::add);
        }
        return wishes;
    }

    /** The incident got its action. */
    void settle(String incident) {
        exposure.settle(incident);
        exhaustion.settle(incident);
    }

    private Optional<Wish> savepoint(Assessment assessment) {
        Optional<ExhaustionForecast> soonest = assessment.forecasts().stream()
                .filter(ExhaustionForecast::actionable)
                .min(Comparator.comparing(ExhaustionForecast::timeToExhaustionLow));
        if (soonest.isEmpty()) {
            exhaustion.absent();
            return Optional.empty();
        }
        ExhaustionForecast forecast = soonest.get();
        String reason = forecast.resource().label() + " of " + forecast.processId() + " is at "
                + Words.percent(forecast.levelRatio()) + " and runs out in "
                + Words.time(forecast.timeToExhaustion()) + ", at the earliest in "
                + Words.time(forecast.timeToExhaustionLow());
        return exhaustion
                .present(assessment.tick())
                .map(id -> new Wish(
                        assessment.job(),
                        policy(forecast.resource()),
                        Action.SAVEPOINT,
                        id,
                        reason,
                        Optional.of(forecast.timeToExhaustionLow()),
                        Optional.of(forecast.processId()),
                        NO_SUPPORT));
    }

    private Optional<Wish> checkpoint(Assessment assessment) {
        OptionalDouble found = assessment.checkpoints().exposure();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (found.getAsDouble() < config.exposure()) {
            exposure.absent();
            return Optional.empty();
        }
        String age = assessment
                .checkpoints()
                .age()
                .map(a -> ", the last completed checkpoint is " + Words.time(a) + " old")
                .orElse("");
        String reason = "checkpoint exposure is " + Words.number(found.getAsDouble()) + ", limit "
                + Words.number(config.exposure()) + age;
        return exposure.present(assessment.tick())
                .map(id -> new Wish(
                        assessment.job(),
                        Policy.EXPOSURE,
                        Action.CHECKPOINT,
                        id,
                        reason,
                        Optional.empty(),
                        Optional.empty(),
                        NO_SUPPORT));
    }

    private static Policy policy(Resource resource) {
        return resource == Resource.LOCAL_STATE ? Policy.DISK : Policy.MEMORY;
    }
}
