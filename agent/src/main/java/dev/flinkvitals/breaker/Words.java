/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import java.time.Duration;
import java.util.Locale;

/** Numbers as a person reads them: about three digits, with a unit. */
public final class Words {
    private static final double MINUTES_FROM_SECONDS = 120;
    private static final double HOURS_FROM_MINUTES = 120;

    private static final double LARGE = 1e15;

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

    /** Two decimals at most, none where they are zero, and none from ten on. */
    public static String number(double value) {
        if (!Double.isFinite(value) || Math.abs(value) >= LARGE) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        // Written for each decision of each cycle: a format would cost more than all the rest of it.
        boolean whole = Math.abs(value) >= 10;
        long hundredths = whole ? Math.round(Math.abs(value)) * 100 : Math.round(Math.abs(value) * 100);
        StringBuilder text = new StringBuilder();
        text.append(value < 0 && hundredths > 0 ? "-" : "").append(hundredths / 100);
        long rest = hundredths % 100;
        if (rest > 0) {
            text.append('.').append(rest / 10);
            text.append(rest % 10 > 0 ? Long.toString(rest % 10) : "");
        }
        return text.toString();
    }

    /** Bytes in decimal units. */
    public static String bytes(double bytes) {
        return dev.flinkvitals.health.judgement.Words.bytes(bytes);
    }
}
