/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory sizes in Flink's syntax ({@code MemorySize}): powers of 1024, bytes if there is no unit. */
final class MemorySizes {
    private static final Pattern SYNTAX = Pattern.compile("(\\d+)\\s*([a-z]*)");

    private MemorySizes() {}

    static Optional<Long> parseBytes(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int power = switch (matcher.group(2)) {
            case "", "b", "bytes" -> 0;
            case "k", "kb", "kibibytes" -> 1;
            case "m", "mb", "mebibytes" -> 2;
            case "g", "gb", "gibibytes" -> 3;
            case "t", "tb", "tebibytes" -> 4;
            default -> -1;
        };
        if (power < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power)));
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
