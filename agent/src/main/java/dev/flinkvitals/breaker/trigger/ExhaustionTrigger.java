/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.trigger;

import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.exhaustion.ExhaustionForecast;
import dev.flinkvitals.health.exhaustion.Resource;
import dev.flinkvitals.signals.JobReading;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A resource of a process runs out. Several of them are one incident, the soonest first: one savepoint covers the whole job.
 * Stateless.
 */
final class ExhaustionTrigger implements Trigger {
    private final Policy policy;

    ExhaustionTrigger(Policy policy) {
        this.policy = policy;
    }

    @Override
    public Condition look(Assessment assessment, JobReading reading, WindowHistory history) {
        Optional<ExhaustionForecast> soonest = assessment.forecasts().stream()
                .filter(f -> f.actionable() && policy == policy(f.resource()))
                .min(Comparator.comparing(ExhaustionForecast::timeToExhaustionLow));
        if (soonest.isEmpty()) {
            // No forecast for want of readings is no good news.
            return reading.processes().isEmpty() ? Condition.UNKNOWN : Condition.CALM;
        }
        ExhaustionForecast forecast = soonest.get();
        List<String> signals = policy == Policy.DISK
                ? Corroboration.ofDisk(forecast, assessment, reading, history)
                : Corroboration.ofMemory(forecast, assessment, reading, history);
        return new Condition.Holds(
                words(forecast),
                Optional.of(forecast.timeToExhaustionLow()),
                Optional.of(forecast.processId()),
                signals);
    }

    static String words(ExhaustionForecast forecast) {
        return forecast.resource().label() + " of " + forecast.processId() + " is at "
                + Words.percent(forecast.levelRatio()) + " and runs out in " + Words.time(forecast.timeToExhaustion())
                + ", at the earliest in " + Words.time(forecast.timeToExhaustionLow());
    }

    static Policy policy(Resource resource) {
        return resource == Resource.LOCAL_STATE ? Policy.DISK : Policy.MEMORY;
    }
}
