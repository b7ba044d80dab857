/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A serializer and what is nested in it.
 *
 * @param words the type
 * @param evolution the worst of it and what is nested
 * @param reasons why, outermost first
 */
record Described(String words, Evolution evolution, List<String> reasons) {
    Described {
        reasons = List.copyOf(reasons);
    }

    static Described of(String words, Evolution evolution, String... reasons) {
        return new Described(words, evolution, List.of(reasons));
    }

    static Described around(String words, Evolution own, List<Described> nested) {
        Evolution worst = nested.stream().map(Described::evolution).reduce(own, Evolution::and);
        // The reasons of what is better do not explain it.
        List<String> reasons = nested.stream()
                .filter(part -> part.evolution() == worst)
                .flatMap(part -> part.reasons().stream())
                .toList();
        return new Described(words, worst, reasons);
    }

    Described because(String reason) {
        List<String> all = new ArrayList<>(List.of(reason));
        all.addAll(reasons);
        return new Described(words, evolution, all);
    }

    SerializerInspection as(String role) {
        return new SerializerInspection(
                role, words, evolution, reasons.stream().distinct().collect(Collectors.joining("; ")));
    }
}
