/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The rules that settings are made of; each says in words what it checks. */
final class Rules {
    /** A slash, or a scheme as in {@code s3://bucket/path}. A relative path would differ between processes. */
    private static final Pattern LOCATION = Pattern.compile("/[^\\p{Cntrl}]*|[A-Za-z][A-Za-z0-9+.-]*:/[^\\p{Cntrl}]+");

    private static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}]+");

    private Rules() {}

    static ValueRule<Boolean> bool() {
        return choice(ValueType.BOOLEAN, "true or false", Map.of("true", true, "false", false));
    }

    static ValueRule<Duration> duration(Duration min, Duration max) {
        return ValueRule.of(
                ValueType.DURATION,
                "a duration from " + Durations.format(min) + " to " + Durations.format(max),
                text -> Durations.parse(text).filter(within(min, max)));
    }

    static ValueRule<Long> memoryOfAtLeast(String min) {
        long bytes = MemorySizes.parseBytes(min).orElseThrow();
        return ValueRule.of(
                ValueType.MEMORY_SIZE,
                "a memory size of at least " + min,
                text -> MemorySizes.parseBytes(text).filter(within(bytes, Long.MAX_VALUE)));
    }

    static ValueRule<Integer> wholeNumber(int min, int max) {
        return ValueRule.of(ValueType.WHOLE_NUMBER, "a whole number from " + min + " to " + max, text -> {
            try {
                return Optional.of(Integer.parseInt(text)).filter(within(min, max));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    /** Above {@code min}, at most {@code max}; neither NaN nor infinity pass. */
    static ValueRule<Double> numberAbove(int min, int max) {
        return ValueRule.of(ValueType.NUMBER, "a number above " + min + " and up to " + max, text -> {
            try {
                return Optional.of(Double.parseDouble(text)).filter(value -> value > min && value <= max);
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    static <E extends Enum<E>> ValueRule<E> oneOf(Class<E> choices) {
        E[] constants = choices.getEnumConstants();
        String labels =
                String.join(", ", Arrays.stream(constants).map(Rules::label).toList());
        return ValueRule.of(
                ValueType.CHOICE,
                "one of " + labels,
                text -> Arrays.stream(constants)
                        .filter(constant -> label(constant).equalsIgnoreCase(text))
                        .findFirst());
    }

    /** The text for a choice: {@code HTTP_PROTOBUF} is written {@code http/protobuf}. */
    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '/');
    }

    static ValueRule<String> line() {
        return ValueRule.of(
                ValueType.TEXT, "a text of one line", text -> Optional.of(text).filter(LINE.asMatchPredicate()));
    }

    static ValueRule<String> absolutePath() {
        return ValueRule.of(
                ValueType.TEXT,
                "an absolute path",
                text -> Optional.of(text)
                        .filter(path ->
                                path.startsWith("/") && LINE.matcher(path).matches()));
    }

    static ValueRule<String> location() {
        ValueRule<String> rule = ValueRule.of(
                ValueType.TEXT,
                "a URI with a scheme, or an absolute path",
                text -> Optional.of(text).filter(LOCATION.asMatchPredicate()));
        return rule.showing(Rules::withoutCredentials);
    }

    static ValueRule<String> url() {
        ValueRule<String> rule = ValueRule.of(ValueType.URL, "a URL that starts with http:// or https://", text -> {
            try {
                URI uri = new URI(text);
                boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
                // getHost() is null for a host name with an underscore, which container networks allow.
                return http && uri.getRawAuthority() != null ? Optional.of(text) : Optional.empty();
            } catch (URISyntaxException e) {
                return Optional.empty();
            }
        });
        return rule.showing(Rules::withoutCredentials);
    }

    static ValueRule<Pairs> pairs() {
        ValueRule<Pairs> rule = ValueRule.of(
                ValueType.PAIRS, "name=value pairs separated by commas, values percent-encoded", Pairs::parse);
        return rule.showing(text -> "found something else (not shown, it may hold a secret)");
    }

    private static <T> ValueRule<T> choice(ValueType type, String words, Map<String, T> choices) {
        return ValueRule.of(type, words, text -> Optional.ofNullable(choices.get(text.toLowerCase(Locale.ROOT))));
    }

    /** Drops what may hold a password: everything before the last at sign, and the query. */
    private static String withoutCredentials(String text) {
        String shown = text.substring(text.lastIndexOf('@') + 1);
        int query = shown.indexOf('?');
        return ValueRule.quoted(
                (shown.length() < text.length() ? "…@" : "") + (query < 0 ? shown : shown.substring(0, query) + "?…"));
    }

    private static <T extends Comparable<T>> Predicate<T> within(T min, T max) {
        return value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }
}
