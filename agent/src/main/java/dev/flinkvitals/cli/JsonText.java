/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import java.util.Locale;

/** Texts as JSON writes them. */
final class JsonText {
    private static final int FIRST_PRINTABLE = 0x20;

    private JsonText() {}

    /** The text in quotation marks. */
    static String quoted(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE || Character.isSurrogate(c)) {
                // Half a surrogate pair has no UTF-8; a whole one is as good escaped.
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** The same, or {@code null} for an empty text. */
    static String quotedOrNull(String value) {
        return value.isEmpty() ? "null" : quoted(value);
    }
}
