/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.recovery;

import dev.flinkvitals.health.estimate.Interval;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a failure would cost now.
 *
 * @param recordsToReplay records that would be read again
 * @param replayExact whether that follows from offsets rather than from rates
 * @param downtimeSeconds until all tasks run again
 * @param recoverySeconds until the job has caught up again; a bound is infinite if it may never; empty if the capacity, the
 *     arrivals, the lag or the records to replay are not known
 * @param bestInterval checkpoint interval that serves cost and objective best; empty if not known or if the objective cannot
 *     be reached
 * @param visibilityDelay how late records of exactly-once sinks become visible; empty without a committing sink
 * @param objectiveReachable whether any checkpoint interval meets the objective at this load; empty if not known
 * @param parts what the middle of {@code recoverySeconds} consists of, if it is finite, else of {@code downtimeSeconds}; their
 *     seconds add up to it; empty if neither is known
 */
public record RecoveryOutlook(
        OptionalLong recordsToReplay,
        boolean replayExact,
        Optional<Interval> downtimeSeconds,
        Optional<Interval> recoverySeconds,
        Optional<Duration> bestInterval,
        Optional<Duration> visibilityDelay,
        Optional<Boolean> objectiveReachable,
        List<Part> parts) {
    /** Nothing is known. */
    public static final RecoveryOutlook UNKNOWN = new RecoveryOutlook(
            OptionalLong.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    /** Copies the list. */
    public RecoveryOutlook {
        parts = List.copyOf(parts);
    }

    /** What the time goes to. */
    public enum Phase {
        /** Flink notices the failure. */
        DETECT,
        /** The restart strategy waits. */
        BACKOFF,
        /** Tasks are deployed and restore their state. */
        START,
        /** Reading again what was read after the checkpoint. */
        REPLAY,
        /** Working off what waited already. */
        LAG,
        /** Working off what arrived meanwhile. */
        ARRIVALS;

        /** Name in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A part of the expected time.
     *
     * @param phase what it goes to
     * @param seconds how long
     */
    public record Part(Phase phase, double seconds) {}
}
