/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.judgement;

import dev.flinkvitals.health.estimate.Times;
import java.time.Duration;
import java.util.Locale;

/** Numbers as a person reads them. */
public final class Words {
    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};
    private static final double STEP = 1000;

    private Words() {}

    /** A share, as {@code 97 %}. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    /** Bytes in decimal units, as {@code 93.4 MB}. */
    public static String bytes(double bytes) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= STEP && unit < BYTE_UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, BYTE_UNITS[unit]);
    }

    /** Records per second, as {@code 420 records/s}. */
    public static String rate(double recordsPerSecond) {
        return String.format(Locale.ROOT, "%.0f records/s", recordsPerSecond);
    }

    /** A number with one decimal. */
    public static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** The two largest units that matter, as {@code 45 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    public static String duration(Duration duration) {
        Duration shown = duration.isNegative() ? Duration.ZERO : duration;
        if (shown.compareTo(Duration.ofSeconds(10)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", Times.seconds(shown));
        }
        if (shown.toMinutes() == 0) {
            return shown.toSeconds() + " s";
        }
        if (shown.toHours() == 0) {
            return two(shown.toMinutes(), "min", shown.toSecondsPart(), "s");
        }
        if (shown.toDays() == 0) {
            return two(shown.toHours(), "h", shown.toMinutesPart(), "min");
        }
        return two(shown.toDays(), "d", shown.toHoursPart(), "h");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
