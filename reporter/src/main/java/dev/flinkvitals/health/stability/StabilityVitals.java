/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.stability;

import dev.flinkvitals.signals.Initialization;
import dev.flinkvitals.signals.JobFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the job's restarts go.
 *
 * @param restartsLastHour restarts within the last hour; empty if Flink does not report them
 * @param backoff pause of the restart strategy after the newest failure; empty if there was none or it is not known
 * @param looping whether the job fails again soon after each restart
 * @param failureCounts failures since the job is watched, one entry for each class that occurred, in the order of the enum
 * @param failures the newest failures, newest first
 * @param lastStart how long the last start took; empty if none was observed
 */
public record StabilityVitals(
        OptionalLong restartsLastHour,
        Optional<Duration> backoff,
        boolean looping,
        List<FailureCount> failureCounts,
        List<JobFailure> failures,
        Optional<Initialization> lastStart) {
    /** Nothing is known. */
    public static final StabilityVitals UNKNOWN =
            new StabilityVitals(OptionalLong.empty(), Optional.empty(), false, List.of(), List.of(), Optional.empty());

    /** Copies the lists. */
    public StabilityVitals {
        failureCounts = List.copyOf(failureCounts);
        failures = List.copyOf(failures);
    }

    /**
     * How often a class of failures occurred.
     *
     * @param failureClass the class
     * @param count how often
     */
    public record FailureCount(FailureClass failureClass, long count) {}
}
