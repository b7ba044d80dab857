/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import java.util.Locale;

/** Keeps a value on one line of valid UTF-8: a backslash before a backslash, and control characters by their numbers. */
final class Escapes {
    private static final int HEX_DIGITS = 4;
    private static final int HEX = 16;

    private Escapes() {}

    static String escape(String value) {
        StringBuilder out = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                out.append("\\\\");
            } else if (c == '\n') {
                out.append("\\n");
            } else if (Character.isISOControl(c) || isLone(value, i)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Half a surrogate pair has no UTF-8. */
    private static boolean isLone(String value, int i) {
        char c = value.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
    }

    /**
     * The value.
     *
     * @throws IllegalArgumentException if it was not escaped like this
     */
    static String unescape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escaped = i < text.length() ? text.charAt(i++) : 0;
            if (escaped == '\\') {
                out.append('\\');
            } else if (escaped == 'n') {
                out.append('\n');
            } else if (escaped == 'u' && i + HEX_DIGITS <= text.length()) {
                out.append((char) Integer.parseInt(text.substring(i, i + HEX_DIGITS), HEX));
                i += HEX_DIGITS;
            } else {
                throw new IllegalArgumentException("an escape that this version does not know");
            }
        }
        return out.toString();
    }
}
