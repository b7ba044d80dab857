/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import dev.flinkvitals.signals.SubtaskId;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How far one partition is behind.
 *
 * @param subtask its reader
 * @param topic topic
 * @param partition number
 * @param state what it does
 * @param records records behind
 * @param seconds records over the rate at which they arrive
 * @param consumedPerSecond records per second that are read from it, over the last window
 * @param arrivalPerSecond records per second that arrive in it: what is read plus what piles up
 * @param drain time until it is worked off; empty if not known or if it grows
 * @param untilDataExpires time until unread records are deleted; empty if not known or if they are not threatened
 */
public record PartitionLag(
        SubtaskId subtask,
        String topic,
        int partition,
        State state,
        OptionalLong records,
        OptionalDouble seconds,
        OptionalDouble consumedPerSecond,
        OptionalDouble arrivalPerSecond,
        Optional<Duration> drain,
        Optional<Duration> untilDataExpires) {
    /** What a partition does. */
    public enum State {
        /** It is read to its end. */
        CAUGHT_UP,
        /** Its lag falls. */
        DRAINING,
        /** It is behind by a steady amount. */
        BEHIND,
        /** Its lag grows. */
        FALLING_BEHIND,
        /** Records wait and none is read. */
        STALLED,
        /** Its lag is not known. */
        UNKNOWN
    }
}
