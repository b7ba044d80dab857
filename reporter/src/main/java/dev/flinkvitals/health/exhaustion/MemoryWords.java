/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.judgement.Concern;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is wrong with a process's memory or disk, in words and numbers. */
final class MemoryWords {
    private MemoryWords() {}

    static Concern level(double severity, ResourceLevel level) {
        return new Concern(
                severity,
                level.resource().words() + " of " + level.processId() + " is at " + Words.percent(level.ratio())
                        + " of " + Words.bytes(level.limitBytes()),
                Place.process(level.processId()),
                List.of(
                        new Evidence("used", level.usedBytes(), "By"),
                        new Evidence("limit", level.limitBytes(), "By")));
    }

    static Concern gc(double severity, String processId, double share) {
        return new Concern(
                severity,
                processId + " spends " + Words.percent(share) + " of its time in garbage collection",
                Place.process(processId),
                List.of(new Evidence("gc share", share, "1")));
    }

    static Concern forecast(double severity, ExhaustionForecast forecast, Optional<Duration> snapshotTime) {
        return new Concern(
                severity,
                forecast.resource().words() + " of " + forecast.processId() + " is used up in about "
                        + Words.duration(forecast.timeToExhaustion()) + " (at " + Words.percent(forecast.levelRatio())
                        + ", growing by " + Words.bytes(forecast.growthPerSecond()) + "/s)"
                        + forecast.pool()
                                .map(pool -> "; what grows most is " + pool.words())
                                .orElse("")
                        + tooLate(forecast, snapshotTime),
                Place.process(forecast.processId()),
                List.of(
                        seconds("time to exhaustion", forecast.timeToExhaustion()),
                        seconds("time to exhaustion, lower bound", forecast.timeToExhaustionLow()),
                        seconds("time to exhaustion, upper bound", forecast.timeToExhaustionHigh()),
                        new Evidence("share in use", forecast.levelRatio(), "1"),
                        new Evidence("growth", forecast.growthPerSecond(), "By/s")));
    }

    private static String tooLate(ExhaustionForecast forecast, Optional<Duration> snapshotTime) {
        return snapshotTime
                .filter(takes -> forecast.timeToExhaustion().compareTo(takes) < 0)
                .map(takes -> "; too late for a savepoint, which would take about " + Words.duration(takes))
                .orElse("");
    }

    private static Evidence seconds(String name, Duration time) {
        return new Evidence(name, Times.seconds(time), "s");
    }
}
