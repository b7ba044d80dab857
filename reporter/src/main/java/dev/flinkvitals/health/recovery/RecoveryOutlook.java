/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.recovery;

import dev.flinkvitals.health.estimate.Interval;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a failure would cost now.
 *
 * @param recordsToReplay records that would be read again
 * @param replayExact whether that follows from offsets rather than from rates
 * @param downtimeSeconds until all tasks run again
 * @param recoverySeconds until the job has caught up again; the upper bound is infinite if it may never
 * @param bestInterval checkpoint interval that serves cost and objective best
 * @param visibilityDelay how late records of exactly-once sinks become visible; empty without such a sink
 */
public record RecoveryOutlook(
        OptionalLong recordsToReplay,
        boolean replayExact,
        Optional<Interval> downtimeSeconds,
        Optional<Interval> recoverySeconds,
        Optional<Duration> bestInterval,
        Optional<Duration> visibilityDelay) {
    /** Nothing is known. */
    public static final RecoveryOutlook UNKNOWN = new RecoveryOutlook(
            OptionalLong.empty(), false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
