/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a mistyped key may have meant, by edit distance. */
final class NearestKey {
    private NearestKey() {}

    /** The nearest valid key, if it is so near that it is likely meant: two edits, or one in four characters. */
    static Optional<String> to(String unknown) {
        String lower = unknown.toLowerCase(Locale.ROOT);
        int tolerated = Math.max(2, lower.length() / 4);
        return Arrays.stream(ConfigKey.values())
                .map(ConfigKey::key)
                .filter(key -> Math.abs(key.length() - lower.length()) <= tolerated)
                .min(Comparator.comparingInt(key -> distance(key, lower)))
                .filter(key -> distance(key, lower) <= tolerated);
    }

    /** Levenshtein's distance: insertions, deletions and replacements. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
