/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.trigger;

import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.StateBackendReading;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How some numbers of a job went from window to window: what speaks for a forecast without being what it rests on. Remembers a
 * few values for each process. Not thread safe.
 */
final class WindowHistory {
    private static final int MARKS = 5;
    private static final int NEEDED = 3;
    /** Less is noise, or a file that happens to be larger. */
    private static final double NOTICEABLE = 1.01;

    private final Map<String, Deque<Double>> series = new TreeMap<>();

    /**
     * A number that has grown.
     *
     * @param from the oldest value that is remembered
     * @param to the newest, which is also the largest
     */
    record Grown(double from, double to) {}

    /** A window ended. What is not told now is forgotten. */
    void mark(JobReading reading) {
        Map<String, Double> now = new TreeMap<>();
        for (ProcessReading process : reading.processes()) {
            put(now, resident(process.processId()), process.rssBytes());
            put(now, heap(process.processId()), process.heapAfterGcBytes());
            put(now, longLived(process.processId()), process.heapLongLivedBytes());
        }
        // A sum over those that happened to be heard would grow with their number.
        if (reading.coverage().reporting() >= reading.coverage().expected()) {
            sum(now, "directories", reading.processes(), ProcessReading::stateBytes);
            sum(now, "files", reading.stateBackends(), StateBackendReading::liveSstBytes);
        }
        new TreeSet<>(series.keySet())
                .stream().filter(key -> !now.containsKey(key)).forEach(series::remove);
        now.forEach((key, value) -> {
            Deque<Double> values = series.computeIfAbsent(key, k -> new ArrayDeque<>());
            values.addLast(value);
            if (values.size() > MARKS) {
                values.removeFirst();
            }
        });
    }

    /** Resident memory of a process. */
    Optional<Grown> residentMemory(String processId) {
        return grown(resident(processId));
    }

    /** Heap of a process after collections. */
    Optional<Grown> heapAfterCollection(String processId) {
        return grown(heap(processId));
    }

    /**
     * Whether the heap, before any collection of its long-lived pools, is known to account for less than half of what the process
     * grew by. False if that is not known.
     */
    boolean outgrowsLongLivedHeap(String processId) {
        OptionalDouble process = change(resident(processId));
        OptionalDouble heap = change(longLived(processId));
        return process.isPresent()
                && heap.isPresent()
                && process.getAsDouble() > 0
                && heap.getAsDouble() < process.getAsDouble() / 2;
    }

    /** All local state directories together. */
    Optional<Grown> stateDirectories() {
        return grown("directories");
    }

    /** RocksDB's live files, all together. */
    Optional<Grown> rocksDbFiles() {
        return grown("files");
    }

    /** The full size of the job's own checkpoints, as far back as Flink remembers them. */
    static Optional<Grown> checkpointSizes(JobReading reading) {
        List<Double> newestFirst = reading.checkpoints().history().stream()
                .filter(c -> c.kind() == CheckpointSample.Kind.CHECKPOINT && !c.ours())
                .filter(c -> c.status() == CheckpointSample.Status.COMPLETED)
                .map(c -> Math.max(0, (double) c.stateBytes() - c.persistedBytes()))
                .toList();
        return newestFirst.size() < NEEDED
                ? Optional.empty()
                : grown(newestFirst.get(newestFirst.size() - 1), newestFirst.get(0), newestFirst);
    }

    private Optional<Grown> grown(String key) {
        Deque<Double> values = series.get(key);
        return values == null || values.size() < NEEDED
                ? Optional.empty()
                : grown(values.getFirst(), values.getLast(), List.copyOf(values));
    }

    private OptionalDouble change(String key) {
        Deque<Double> values = series.get(key);
        return values == null || values.size() < NEEDED
                ? OptionalDouble.empty()
                : OptionalDouble.of(values.getLast() - values.getFirst());
    }

    private static Optional<Grown> grown(double from, double to, List<Double> all) {
        boolean largest = all.stream().allMatch(value -> value <= to);
        return largest && to > 0 && to >= NOTICEABLE * from ? Optional.of(new Grown(from, to)) : Optional.empty();
    }

    private static String resident(String processId) {
        return "resident " + processId;
    }

    private static String heap(String processId) {
        return "heap " + processId;
    }

    private static String longLived(String processId) {
        return "long-lived heap " + processId;
    }

    private static void put(Map<String, Double> now, String key, OptionalLong value) {
        value.ifPresent(v -> now.put(key, (double) v));
    }

    private static <T> void sum(Map<String, Double> now, String key, List<T> all, Function<T, OptionalLong> value) {
        double sum = 0;
        boolean any = false;
        for (T one : all) {
            OptionalLong of = value.apply(one);
            any |= of.isPresent();
            sum += of.orElse(0);
        }
        if (any) {
            now.put(key, sum);
        }
    }
}
