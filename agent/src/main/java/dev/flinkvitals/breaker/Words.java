/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import java.time.Duration;
import java.util.Locale;

/** Numbers as a person reads them: about three digits, with a unit. */
public final class Words {
    private static final double MINUTES_FROM_SECONDS = 120;
    private static final double HOURS_FROM_MINUTES = 120;

    private Words() {}

    public static String time(Duration duration) {
        double seconds = duration.toMillis() / 1000.0;
        if (seconds < MINUTES_FROM_SECONDS) {
            return number(seconds) + " s";
        }
        double minutes = seconds / 60;
        return minutes < HOURS_FROM_MINUTES ? number(minutes) + " min" : number(minutes / 60) + " h";
    }

    public static String percent(double ratio) {
        return number(ratio * 100) + " %";
    }

    /** Two decimals at most, none where they are zero. */
    public static String number(double value) {
        String text = String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.0f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    /** Bytes in decimal units. */
    public static String bytes(double bytes) {
        return dev.flinkvitals.health.judgement.Words.bytes(bytes);
    }
}
