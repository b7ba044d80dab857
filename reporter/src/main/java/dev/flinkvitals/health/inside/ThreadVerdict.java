/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.inside;

import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.ThreadEvidence;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a subtask's thread does, by its stack samples. A sample says where a thread was, not what it cost: a call that is short
 * and frequent may hide behind the places at which the JVM can stop a thread.
 *
 * @param doing whether it waits or computes
 * @param waitingShare share of the samples in which it waited, 0 to 1
 * @param method the user's method that was seen most often, as {@code OrderSink.invoke}; empty text if none was
 * @param innermost where that method mostly was, as {@code java.net.Socket$SocketInputStream.read}
 * @param share share of the samples that show {@code method}, 0 to 1
 * @param samples samples taken
 */
public record ThreadVerdict(
        Doing doing, double waitingShare, String method, String innermost, double share, int samples) {
    /** With fewer samples than this nothing is said. */
    static final int LEAST_SAMPLES = 10;
    /** From this share of the samples on, one thing is what the thread does. */
    private static final double MOSTLY = 0.7;

    /** What a thread spends its time on. */
    public enum Doing {
        /** It waits: for an external system, a lock, a disk, or in a sleep. */
        WAITS,
        /** It computes, or is in native code. */
        COMPUTES,
        /** Some of both. */
        BOTH
    }

    /**
     * The verdict on one subtask.
     *
     * @param inside what was looked up
     * @param subtask which subtask
     * @return the verdict; empty if its thread was not sampled, or not often enough
     */
    public static Optional<ThreadVerdict> of(InsideEvidence inside, SubtaskId subtask) {
        return inside.threads().stream()
                .filter(thread -> thread.subtask().equals(subtask))
                .flatMap(thread -> of(thread).stream())
                .findFirst();
    }

    /**
     * The verdict on what was sampled of one thread.
     *
     * @param evidence the samples
     * @return the verdict; empty if there are too few
     */
    public static Optional<ThreadVerdict> of(ThreadEvidence evidence) {
        int samples = evidence.samples();
        Map<String, Integer> perMethod = new TreeMap<>();
        evidence.activities().forEach(a -> perMethod.merge(a.method(), count(a), Integer::sum));
        int seen = perMethod.values().stream().mapToInt(Integer::intValue).sum();
        if (samples < LEAST_SAMPLES || seen == 0) {
            return Optional.empty();
        }
        // In a tie the user's method says more than none, which sorts first.
        String method = perMethod.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
        String innermost = evidence.activities().stream()
                .filter(a -> a.method().equals(method))
                .max(Comparator.comparingInt(ThreadVerdict::count).thenComparing(ThreadEvidence.Activity::waitsIn))
                .map(ThreadEvidence.Activity::waitsIn)
                .orElse("");
        double waiting = evidence.activities().stream()
                        .filter(ThreadEvidence.Activity::waiting)
                        .mapToInt(ThreadVerdict::count)
                        .sum()
                / (double) seen;
        double share = Math.min(1, (double) perMethod.getOrDefault(method, 0) / samples);
        return Optional.of(new ThreadVerdict(doing(waiting), waiting, method, innermost, share, samples));
    }

    /** In words, as {@code 92 %: OrderSink.invoke -> java.net.Socket$SocketInputStream.read}. */
    public String words() {
        return Words.percent(share) + ": " + (method.isEmpty() ? "" : method + " -> ") + innermost;
    }

    private static int count(ThreadEvidence.Activity activity) {
        return Math.max(0, activity.samples());
    }

    private static Doing doing(double waiting) {
        if (waiting >= MOSTLY) {
            return Doing.WAITS;
        }
        return waiting <= 1 - MOSTLY ? Doing.COMPUTES : Doing.BOTH;
    }
}
