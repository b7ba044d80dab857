/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.stability;

import dev.flinkvitals.signals.JobFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts failures by class from Flink's list of the newest ones. Not thread-safe. */
final class FailureCounter {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Map<FailureClass, Long> counts = new EnumMap<>(FailureClass.class);
    private @Nullable Instant newest;

    /** Takes the list of one cycle, newest first. */
    void update(List<JobFailure> newestFirst) {
        Instant before = newest;
        for (JobFailure failure : newestFirst) {
            if (before != null && !failure.at().isAfter(before)) {
                break;
            }
            counts.merge(FailureClass.of(failure), 1L, Long::sum);
        }
        if (!newestFirst.isEmpty()) {
            newest = newestFirst.get(0).at();
        }
    }

    /** One entry for each class that occurred, in the order of the enum. */
    List<StabilityVitals.FailureCount> counts() {
        List<StabilityVitals.FailureCount> entries = new ArrayList<>();
        counts.forEach((failureClass, count) -> entries.add(new StabilityVitals.FailureCount(failureClass, count)));
        return entries;
    }

    static long withinLastHour(List<JobFailure> failures, Instant now) {
        return failures.stream()
                .filter(failure -> Duration.between(failure.at(), now).compareTo(HOUR) <= 0)
                .count();
    }
}
