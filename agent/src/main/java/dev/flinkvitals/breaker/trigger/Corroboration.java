/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.trigger;

import static dev.flinkvitals.health.judgement.Words.bytes;

import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.exhaustion.ExhaustionForecast;
import dev.flinkvitals.health.exhaustion.MemoryPool;
import dev.flinkvitals.health.exhaustion.Resource;
import dev.flinkvitals.health.state.StateGrowth;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.ProcessReading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What else says that a resource runs out: other counters than those that the forecast rests on. Stateless. */
final class Corroboration {
    /** From a tenth of the time on, garbage collection costs points of the health score. */
    private static final double GC_SHARE = 0.1;

    private Corroboration() {}

    static List<String> ofMemory(
            ExhaustionForecast forecast, Assessment assessment, JobReading reading, WindowHistory history) {
        String process = forecast.processId();
        List<String> signals = new ArrayList<>();
        signals.add("forecast: " + ExhaustionTrigger.words(forecast));
        Optional<ProcessReading> memory = reading.processes().stream()
                .filter(p -> p.processId().equals(process))
                .findFirst();
        assessment.forecasts().stream()
                .filter(f -> f.processId().equals(process) && f.resource() != forecast.resource())
                .filter(f -> ExhaustionTrigger.policy(f.resource()) == Policy.MEMORY)
                .min(Comparator.comparing(ExhaustionForecast::timeToExhaustion))
                .ifPresent(f -> signals.add("another forecast: " + f.resource().label() + " runs out in "
                        + Words.time(f.timeToExhaustion())));
        memory.filter(p -> p.gcShare().orElse(0) >= GC_SHARE)
                .ifPresent(p -> signals.add(
                        "garbage collection takes " + Words.percent(p.gcShare().orElse(0)) + " of the time"));
        if (forecast.resource() == Resource.PROCESS_MEMORY) {
            memory.flatMap(p -> pools(forecast, p, history)).ifPresent(signals::add);
            grown(history.heapAfterCollection(process), "by the JVM's counters the heap")
                    .ifPresent(signals::add);
        } else {
            grown(history.residentMemory(process), "by the system's counters the process")
                    .ifPresent(signals::add);
        }
        if (forecast.resource() != Resource.METASPACE) {
            growingState(assessment).ifPresent(signals::add);
        }
        return signals;
    }

    static List<String> ofDisk(
            ExhaustionForecast forecast, Assessment assessment, JobReading reading, WindowHistory history) {
        List<String> signals = new ArrayList<>();
        signals.add("forecast: " + ExhaustionTrigger.words(forecast));
        // Both rest on the sizes of checkpoints.
        growingState(assessment)
                .or(() -> grown(WindowHistory.checkpointSizes(reading), "by the checkpoints' full sizes the state"))
                .ifPresent(signals::add);
        grown(history.rocksDbFiles(), "by RocksDB's own counters its live files")
                .ifPresent(signals::add);
        return signals;
    }

    /** What else says that the state grows, beside its sizes. */
    static List<String> ofState(JobReading reading, WindowHistory history) {
        List<String> signals = new ArrayList<>();
        grown(history.stateDirectories(), "by the file system the local state directories")
                .ifPresent(signals::add);
        grown(history.rocksDbFiles(), "by RocksDB's own counters its live files")
                .ifPresent(signals::add);
        boolean heap = reading.processes().stream()
                .filter(p -> !p.isJobManager())
                .anyMatch(p -> history.heapAfterCollection(p.processId()).isPresent());
        if (heap && history.rocksDbFiles().isEmpty()) {
            signals.add("by the JVM's counters the heap after collections grows");
        }
        return signals;
    }

    /**
     * The forecast counts pages, as the system does. The JVM and RocksDB count their pools by themselves: either one of those
     * grows, or they are known and do not explain it, which rules out a heap that is merely touched for the first time. What the
     * heap holds after a collection of its long-lived pools is not known before the first one, for which a heap with room may
     * take days; until then it is what those pools hold now.
     */
    private static Optional<String> pools(ExhaustionForecast forecast, ProcessReading process, WindowHistory history) {
        boolean heap = process.heapAfterGcBytes().isPresent() || history.outgrowsLongLivedHeap(process.processId());
        boolean counted = heap && process.directBytes().isPresent();
        return forecast.pool()
                .filter(pool -> pool != MemoryPool.NATIVE_MEMORY || counted)
                .map(pool -> pool == MemoryPool.NATIVE_MEMORY
                        ? "by the JVM's counters its pools do not explain the growth: it is " + pool.words()
                        : "by its own counter " + pool.words() + " is what grows most");
    }

    private static Optional<String> growingState(Assessment assessment) {
        return assessment.states().stream()
                .filter(StateGrowth::unbounded)
                .filter(s -> s.bytesPerSecond().orElse(0) > 0)
                .max(Comparator.comparingDouble(s -> s.bytesPerSecond().orElse(0)))
                .map(s -> "by its sizes the state of " + s.vertexName() + " grows without bound, "
                        + bytes(s.bytesPerSecond().orElse(0)) + "/s");
    }

    private static Optional<String> grown(Optional<WindowHistory.Grown> grown, String what) {
        return grown.map(g -> what + " grew from " + bytes(g.from()) + " to " + bytes(g.to()));
    }
}
