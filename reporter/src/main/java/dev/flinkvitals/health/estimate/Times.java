/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.estimate;

import java.time.Duration;

/** Durations as fractions of seconds and back. */
public final class Times {
    private static final double NANOS_PER_SECOND = 1e9;
    /** Longer forecasts say nothing, and a duration cannot hold any double. */
    private static final double LONGEST_SECONDS = Duration.ofDays(3650).toSeconds();

    private Times() {}

    public static double seconds(Duration duration) {
        return duration.toSeconds() + duration.toNanosPart() / NANOS_PER_SECOND;
    }

    public static Duration ofSeconds(double seconds) {
        double bounded = Math.max(0, Math.min(LONGEST_SECONDS, seconds));
        return Duration.ofNanos((long) (bounded * NANOS_PER_SECOND));
    }

    public static Duration times(Duration duration, double factor) {
        return ofSeconds(seconds(duration) * factor);
    }

    public static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
