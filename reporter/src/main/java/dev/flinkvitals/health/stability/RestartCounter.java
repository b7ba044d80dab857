/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.stability;

import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** Counts the restarts of the last hour from Flink's counter of all restarts. Not thread-safe. */
public final class RestartCounter {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Deque<Restarts> recent = new ArrayDeque<>();
    private OptionalLong last = OptionalLong.empty();

    private record Restarts(Duration elapsed, long count) {}

    /**
     * Takes the counter of one cycle.
     *
     * @param reading the job
     * @return restarts within the last hour; empty if Flink does not report them
     */
    OptionalLong update(JobReading reading) {
        Duration elapsed = reading.tick().elapsed();
        while (!recent.isEmpty() && elapsed.minus(recent.getFirst().elapsed()).compareTo(HOUR) > 0) {
            recent.removeFirst();
        }
        OptionalLong now = reading.status().restarts();
        if (now.isEmpty()) {
            return now;
        }
        long added = added(reading, now.getAsLong());
        if (added > 0) {
            recent.addLast(new Restarts(elapsed, added));
        }
        last = now;
        return OptionalLong.of(recent.stream().mapToLong(Restarts::count).sum());
    }

    private long added(JobReading reading, long now) {
        if (last.isEmpty()) {
            // Restarts before the first look are recent only if the whole job is.
            Duration age = Duration.between(
                    reading.status().startedAt(), reading.tick().at());
            return age.compareTo(HOUR) < 0 ? now : 0;
        }
        // A lower value comes from a counter that started again.
        return now >= last.getAsLong() ? now - last.getAsLong() : now;
    }
}
