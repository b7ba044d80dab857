/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.stability;

import dev.flinkvitals.signals.JobFailure;
import dev.flinkvitals.signals.RestartReading;
import dev.flinkvitals.signals.RestartStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Readings of jobs that failed. */
public final class Failures {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Flink's default: 1 s, half as much again with each failure, 1 min at most, anew after an hour. */
    public static final RestartStrategy EXPONENTIAL = new RestartStrategy(
            "exponential-delay",
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            1.5,
            Duration.ofHours(1),
            OptionalInt.empty());

    private Failures() {}

    /** Failures of one class at the given seconds after the start, in rising order. */
    public static RestartReading at(RestartStrategy strategy, String type, double... seconds) {
        List<JobFailure> failures = new ArrayList<>();
        for (double second : seconds) {
            failures.add(new JobFailure(
                    START.plusMillis(Math.round(second * 1000)),
                    type,
                    "poison",
                    Optional.of("enrich (1/2)"),
                    Optional.of("tm-1")));
        }
        Collections.reverse(failures);
        return new RestartReading(Optional.of(strategy), Optional.of(Duration.ofSeconds(50)), failures, List.of());
    }
}
