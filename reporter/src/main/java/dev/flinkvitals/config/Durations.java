/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in Flink's syntax ({@code TimeUtils}), without Flink: the command line runs where Flink is not. */
final class Durations {
    private static final Pattern SYNTAX = Pattern.compile("(\\d+)\\s*([a-zµμ]*)");
    private static final Map<String, ChronoUnit> UNITS = units();
    private static final Map<ChronoUnit, String> LABELS = labels();

    private Durations() {}

    static Optional<Duration> parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        try {
            if (lower.startsWith("p")) {
                return Optional.of(Duration.parse(lower));
            }
            Matcher matcher = SYNTAX.matcher(lower);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            long amount = Long.parseLong(matcher.group(1));
            return Optional.ofNullable(UNITS.get(matcher.group(2))).map(unit -> Duration.of(amount, unit));
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The duration in the largest unit that leaves a whole number. */
    static String format(Duration duration) {
        if (duration.isZero()) {
            return "0 s";
        }
        for (Map.Entry<ChronoUnit, String> unit : LABELS.entrySet()) {
            long nanos = unit.getKey().getDuration().toNanos();
            if (duration.toNanos() % nanos == 0) {
                return duration.toNanos() / nanos + " " + unit.getValue();
            }
        }
        return duration.toNanos() + " ns";
    }

    private static Map<String, ChronoUnit> units() {
        Map<String, ChronoUnit> units = new LinkedHashMap<>();
        enter(units, ChronoUnit.DAYS, "d", "day", "days");
        enter(units, ChronoUnit.HOURS, "h", "hour", "hours");
        enter(units, ChronoUnit.MINUTES, "m", "min", "minute", "minutes");
        enter(units, ChronoUnit.SECONDS, "s", "sec", "secs", "second", "seconds");
        enter(units, ChronoUnit.MILLIS, "", "ms", "milli", "millis", "millisecond", "milliseconds");
        enter(units, ChronoUnit.MICROS, "µs", "μs", "micro", "micros", "microsecond", "microseconds");
        enter(units, ChronoUnit.NANOS, "ns", "nano", "nanos", "nanosecond", "nanoseconds");
        return units;
    }

    private static void enter(Map<String, ChronoUnit> units, ChronoUnit unit, String... labels) {
        for (String label : labels) {
            units.put(label, unit);
        }
    }

    private static Map<ChronoUnit, String> labels() {
        Map<ChronoUnit, String> labels = new LinkedHashMap<>();
        labels.put(ChronoUnit.DAYS, "d");
        labels.put(ChronoUnit.HOURS, "h");
        labels.put(ChronoUnit.MINUTES, "min");
        labels.put(ChronoUnit.SECONDS, "s");
        labels.put(ChronoUnit.MILLIS, "ms");
        return labels;
    }
}
