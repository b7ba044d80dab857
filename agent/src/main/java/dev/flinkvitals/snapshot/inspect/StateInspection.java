/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.inspect;

import java.util.List;

/**
 * A state of an operator.
 *
 * @param name as the job declared it; Flink's own for timers
 * @param kind in words: {@code value}, {@code map}, {@code timers}, {@code operator list}, {@code broadcast}, …
 * @param serializers what it is serialized with
 */
public record StateInspection(String name, String kind, List<SerializerInspection> serializers) {
    /** Copies the list. */
    public StateInspection {
        serializers = List.copyOf(serializers);
    }
}
