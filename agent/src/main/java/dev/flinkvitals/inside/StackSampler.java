/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.inside;

import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.ThreadEvidence;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Samples what a task does: the stack of its thread or, while that is idle, of the thread that fetches for its source. Used
 * by one thread.
 */
final class StackSampler {
    private static final int MOST_ACTIVITIES = 5;

    private final Thread thread;
    private final Optional<Thread> fetcher;
    private final BooleanSupplier busy;
    private final Map<What, Integer> seen = new HashMap<>();
    private int samples;

    private record What(String method, String waitsIn, boolean waiting) {}

    /**
     * A sampler.
     *
     * @param thread the task's thread
     * @param fetcher the thread that fetches for it, if it is a source with one
     * @param busy whether the task is busy now
     */
    StackSampler(Thread thread, Optional<Thread> fetcher, BooleanSupplier busy) {
        this.thread = thread;
        this.fetcher = fetcher;
        this.busy = busy;
    }

    /**
     * The thread that fetches for a source: Flink names it after the source's task.
     *
     * @param thread the task's thread
     * @return its fetcher; empty if there is none, or more than one that may be meant
     */
    static Optional<Thread> fetcherOf(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        if (group == null) {
            return Optional.empty();
        }
        Thread[] threads = new Thread[group.activeCount() + 16];
        int count = group.enumerate(threads);
        String name = "Source Data Fetcher for " + thread.getName();
        List<Thread> named = java.util.Arrays.stream(threads, 0, count)
                .filter(candidate -> candidate.getName().equals(name))
                .toList();
        return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
    }

    /** Takes one sample. */
    void sample() {
        Thread target = fetcher.isPresent() && !busy.getAsBoolean() ? fetcher.get() : thread;
        // Not ThreadMXBean: that stops all threads of the JVM for it, this one only the target from Java 19 on.
        StackTraceElement[] stack = target.getStackTrace();
        if (stack.length == 0) {
            return;
        }
        ThreadEvidence.Activity activity = StackReader.read(stack, target.getState() == Thread.State.BLOCKED);
        samples++;
        seen.merge(new What(activity.method(), activity.waitsIn(), activity.waiting()), 1, Integer::sum);
    }

    /**
     * What was seen.
     *
     * @param subtask whose thread it is
     * @param at now
     */
    ThreadEvidence evidence(SubtaskId subtask, Instant at) {
        List<ThreadEvidence.Activity> activities = seen.entrySet().stream()
                .map(entry -> new ThreadEvidence.Activity(
                        entry.getValue(),
                        entry.getKey().method(),
                        entry.getKey().waitsIn(),
                        entry.getKey().waiting()))
                .sorted(Comparator.comparingInt(ThreadEvidence.Activity::samples)
                        .reversed()
                        .thenComparing(ThreadEvidence.Activity::method)
                        .thenComparing(ThreadEvidence.Activity::waitsIn))
                .limit(MOST_ACTIVITIES)
                .toList();
        return new ThreadEvidence(subtask, at, samples, activities);
    }
}
