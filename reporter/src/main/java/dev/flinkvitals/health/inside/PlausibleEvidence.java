/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.inside;

import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.KeyGroupEvidence;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.ThreadEvidence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** What of the evidence can be true, in one fixed order and once for each subtask, the newest. */
public final class PlausibleEvidence {
    private static final Comparator<SubtaskId> BY_SUBTASK =
            Comparator.comparing(SubtaskId::vertex).thenComparingInt(SubtaskId::index);
    private static final Comparator<ThreadEvidence> NEWER_THREADS = Comparator.comparing(ThreadEvidence::at)
            .thenComparingInt(ThreadEvidence::samples)
            .thenComparing(thread -> thread.activities().toString());
    private static final Comparator<KeyGroupEvidence> NEWER_KEY_GROUPS = Comparator.comparing(KeyGroupEvidence::at)
            .thenComparingInt(KeyGroupEvidence::samples)
            .thenComparingInt(KeyGroupEvidence::hottestSamples)
            .thenComparingInt(KeyGroupEvidence::keyGroups)
            .thenComparingInt(KeyGroupEvidence::hottest);

    private PlausibleEvidence() {}

    /**
     * The part of the evidence that can be true.
     *
     * @param inside what was looked up
     * @return the same, with what cannot be true left out
     */
    public static InsideEvidence of(InsideEvidence inside) {
        if (inside.threads().isEmpty() && inside.keyGroups().isEmpty()) {
            return inside;
        }
        return new InsideEvidence(
                newest(inside.threads(), PlausibleEvidence::isPlausible, ThreadEvidence::subtask, NEWER_THREADS),
                newest(
                        inside.keyGroups(),
                        PlausibleEvidence::isPlausible,
                        KeyGroupEvidence::subtask,
                        NEWER_KEY_GROUPS));
    }

    private static boolean isPlausible(ThreadEvidence thread) {
        long seen = thread.activities().stream()
                .mapToLong(ThreadEvidence.Activity::samples)
                .sum();
        return seen <= thread.samples() && thread.activities().stream().allMatch(a -> a.samples() >= 0);
    }

    private static boolean isPlausible(KeyGroupEvidence groups) {
        return groups.hottestSamples() >= 0 && groups.hottestSamples() <= groups.samples() && groups.keyGroups() > 0;
    }

    private static <T> List<T> newest(
            Collection<T> all, Predicate<T> plausible, Function<T, SubtaskId> subtask, Comparator<T> newer) {
        Map<SubtaskId, T> bySubtask = new TreeMap<>(BY_SUBTASK);
        for (T evidence : all) {
            if (plausible.test(evidence)) {
                bySubtask.merge(subtask.apply(evidence), evidence, (a, b) -> newer.compare(a, b) >= 0 ? a : b);
            }
        }
        return new ArrayList<>(bySubtask.values());
    }
}
