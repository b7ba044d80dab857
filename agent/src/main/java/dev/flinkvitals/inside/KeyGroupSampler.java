/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.inside;

import dev.flinkvitals.signals.KeyGroupEvidence;
import dev.flinkvitals.signals.SubtaskId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Samples which key group a subtask works on, while it is busy: an idle subtask keeps showing its last one. Reads a plain field
 * of Flink's without synchronisation; a value that is seen late is as good a sample. Used by one thread.
 */
final class KeyGroupSampler {
    private final List<Watched> operators;
    private final BooleanSupplier busy;
    private int samples;

    /**
     * A keyed operator of the subtask.
     *
     * @param current tells its present key group
     * @param first first key group of its range
     * @param last last one
     */
    record Operator(IntSupplier current, int first, int last) {}

    private record Watched(Operator operator, Map<Integer, Integer> seen) {
        /** The most frequent one, the lowest of several. */
        Map.Entry<Integer, Integer> hottest() {
            return seen.entrySet().stream()
                    .max(Map.Entry.<Integer, Integer>comparingByValue()
                            .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                    .orElse(Map.entry(operator.first(), 0));
        }
    }

    /**
     * A sampler.
     *
     * @param operators keyed operators of the subtask
     * @param busy whether the subtask is busy now
     */
    KeyGroupSampler(List<Operator> operators, BooleanSupplier busy) {
        this.operators = operators.stream()
                .map(operator -> new Watched(operator, new TreeMap<>()))
                .toList();
        this.busy = busy;
    }

    /** Takes one sample, if the subtask is busy. */
    void sample() {
        if (!busy.getAsBoolean()) {
            return;
        }
        samples++;
        for (Watched watched : operators) {
            int group = watched.operator().current().getAsInt();
            if (group >= watched.operator().first()
                    && group <= watched.operator().last()) {
                watched.seen().merge(group, 1, Integer::sum);
            }
        }
    }

    /**
     * What was seen. Of several keyed operators the one with the most key groups counts: one that has nothing to do shows its
     * last group only.
     *
     * @param subtask whose backends they are
     * @param at now
     * @return the evidence; empty if the subtask was never busy or has no keyed operator
     */
    Optional<KeyGroupEvidence> evidence(SubtaskId subtask, Instant at) {
        return operators.stream()
                .filter(watched -> !watched.seen().isEmpty())
                .max(Comparator.comparingInt(watched -> watched.seen().size()))
                .map(watched -> new KeyGroupEvidence(
                        subtask,
                        at,
                        samples,
                        watched.operator().last() - watched.operator().first() + 1,
                        watched.hottest().getKey(),
                        watched.hottest().getValue()));
    }
}
