/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.util.Locale;

/** The one rule that Flink's 128-bit ids share. */
final class HexIds {
    private static final int LENGTH = 32;

    private HexIds() {}

    static String check(String what, String hex) {
        String lower = hex.toLowerCase(Locale.ROOT);
        if (lower.length() != LENGTH
                || !lower.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new IllegalArgumentException(what + ": expected 32 hexadecimal characters, found " + hex);
        }
        return lower;
    }
}
