/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What a setting accepts.
 *
 * @param <T> type of the parsed value
 * @param type kind of value
 * @param words the rule as it completes the sentence "expected …"
 * @param parser the value of a text; empty if the text breaks the rule; does not throw
 * @param found how a refused text is shown: it may hold a secret
 */
record ValueRule<T>(ValueType type, String words, Function<String, Optional<T>> parser, UnaryOperator<String> found) {
    private static final int SHOWN_CHARACTERS = 60;

    static <T> ValueRule<T> of(ValueType type, String words, Function<String, Optional<T>> parser) {
        return new ValueRule<>(type, words, parser, ValueRule::quoted);
    }

    ValueRule<T> showing(UnaryOperator<String> shown) {
        return new ValueRule<>(type, words, parser, shown);
    }

    Optional<T> parse(String text) {
        return parser.apply(text);
    }

    static String quoted(String text) {
        return "found \"" + printable(text) + "\"";
    }

    /** A text of unknown origin in one line: shortened, and without control characters that could forge a log line. */
    static String printable(String text) {
        String shown = text.replaceAll("\\p{Cntrl}", "?");
        return shown.length() > SHOWN_CHARACTERS ? shown.substring(0, SHOWN_CHARACTERS) + "…" : shown;
    }
}
