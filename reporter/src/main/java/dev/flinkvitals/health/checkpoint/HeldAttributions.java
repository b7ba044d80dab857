/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.judgement.Place;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Keeps an attribution steady from one checkpoint to the next: a finding is known by its place, and the last subtask of a slow
 * vertex is another one each time. Not thread-safe.
 */
final class HeldAttributions {
    /** Below this confidence a new explanation does not replace a known one. */
    private static final double SURE = 0.3;

    private final Map<FindingKind, CheckpointAttribution> held = new EnumMap<>(FindingKind.class);

    /** The attribution to tell. */
    CheckpointAttribution hold(FindingKind kind, CheckpointAttribution now) {
        CheckpointAttribution before = held.get(kind);
        CheckpointAttribution told = before == null ? now : merge(before, now);
        held.put(kind, told);
        return told;
    }

    /** Forgets the kinds that are not seen any more. */
    void retain(Set<FindingKind> kinds) {
        held.keySet().retainAll(kinds);
    }

    private static CheckpointAttribution merge(CheckpointAttribution before, CheckpointAttribution now) {
        if (before.cause() == now.cause()
                && before.place().vertex().equals(now.place().vertex())) {
            return new CheckpointAttribution(
                    now.cause(), common(before.place(), now.place()), now.reason(), now.evidence(), now.confidence());
        }
        // What only Flink's statistics tell of a failure has no place and no exception; its details follow, or never
        // come.
        boolean knowsLess =
                before.cause() == now.cause() && now.place().vertex().isEmpty();
        return knowsLess || (before.isKnown() && now.confidence() < SURE) ? before : now;
    }

    /** Where both agree. */
    private static Place common(Place one, Place other) {
        return new Place(
                one.vertex(),
                one.vertexName(),
                one.subtask().equals(other.subtask()) ? one.subtask() : OptionalInt.empty(),
                one.process().equals(other.process()) ? one.process() : Optional.empty());
    }
}
