/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.load.JobLoad;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.PartitionReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Follows each partition over the windows, by the offset that was emitted last: the committed one moves only with
 * checkpoints. All of its work is done at the ends of windows. Not thread-safe.
 */
public final class PartitionTracker {
    private static final Comparator<PartitionReading> ORDER = Comparator.comparing(
                    (PartitionReading p) -> p.subtask().vertex())
            .thenComparing(PartitionReading::topic)
            .thenComparingInt(PartitionReading::partition);

    /** A lead has to fall for this long. */
    private static final int MIN_LEAD_WINDOWS = 3;

    private final double targetSeconds;
    private final Map<Key, PartitionHistory> histories = new HashMap<>();
    private final Map<SubtaskId, LagMarks> leads = new HashMap<>();
    private List<PartitionLag> partitions = List.of();

    private record Key(VertexId source, String topic, int partition) {}

    /**
     * Knows nothing yet.
     *
     * @param target how far behind the job may be
     */
    public PartitionTracker(Duration target) {
        targetSeconds = Times.seconds(target);
    }

    /** The partitions as of the last window's end, by source, topic, and number. */
    public List<PartitionLag> partitions() {
        return partitions;
    }

    /** How far the partition is behind that falls behind furthest, in seconds; empty if none does. */
    public OptionalDouble worstSeconds() {
        return partitions.stream()
                .filter(p -> p.state() == PartitionLag.State.FALLING_BEHIND)
                .flatMapToDouble(p -> p.seconds().stream())
                .max();
    }

    /**
     * Ends a window.
     *
     * @param reading the job
     * @param load its load
     * @param subtasks what waits before the source subtasks
     */
    public void windowEnded(JobReading reading, JobLoad load, List<SubtaskLag> subtasks) {
        if (reading.partitions().isEmpty() && histories.isEmpty()) {
            return;
        }
        Duration elapsed = reading.tick().elapsed();
        List<PartitionReading> sorted = new ArrayList<>(reading.partitions());
        sorted.sort(ORDER);
        Map<SubtaskId, PartitionHistory.Reader> readers = readers(reading, load, subtasks);
        List<PartitionLag> lags = new ArrayList<>(sorted.size());
        Set<Key> heard = new HashSet<>();
        for (PartitionReading partition : sorted) {
            Key key = new Key(partition.subtask().vertex(), partition.topic(), partition.partition());
            heard.add(key);
            lags.add(histories
                    .computeIfAbsent(key, k -> new PartitionHistory())
                    .windowEnded(
                            partition,
                            readers.getOrDefault(partition.subtask(), PartitionHistory.Reader.UNKNOWN),
                            elapsed,
                            targetSeconds));
        }
        histories.keySet().retainAll(heard);
        partitions = List.copyOf(lags);
    }

    private Map<SubtaskId, PartitionHistory.Reader> readers(
            JobReading reading, JobLoad load, List<SubtaskLag> subtasks) {
        Map<SubtaskId, OptionalDouble> waiting = new HashMap<>();
        subtasks.forEach(lag -> waiting.put(lag.subtask(), OptionalDouble.of(lag.records())));
        Set<SubtaskId> own = new HashSet<>();
        reading.partitions().forEach(p -> own.add(p.subtask()));
        leads.keySet().retainAll(own);
        Map<VertexId, Boolean> heldUp = new HashMap<>();
        Map<SubtaskId, PartitionHistory.Reader> readers = new HashMap<>();
        for (SubtaskReading subtask : reading.subtasks()) {
            SubtaskId id = subtask.id();
            if (own.contains(id)) {
                readers.put(
                        id,
                        new PartitionHistory.Reader(
                                waiting.getOrDefault(id, OptionalDouble.empty()),
                                load.subtask(id.vertex(), id.index())
                                        .map(rates -> rates.recordsPerSecond().orElse(0) > 0)
                                        .orElse(false),
                                heldUp.computeIfAbsent(id.vertex(), vertex -> LagTracker.isHeldUp(vertex, load)),
                                untilExpiry(subtask, reading.tick().elapsed())));
            }
        }
        return readers;
    }

    /**
     * Time until the oldest record of the reader's partitions that is kept is the next that it has to read: the lead over the
     * rate at which it falls. Retention deletes in steps, so the fall is taken over all windows.
     */
    private Optional<Duration> untilExpiry(SubtaskReading subtask, Duration elapsed) {
        if (subtask.recordsLead().isEmpty()) {
            leads.remove(subtask.id());
            return Optional.empty();
        }
        LagMarks lead = leads.computeIfAbsent(subtask.id(), id -> new LagMarks());
        lead.add(elapsed, (double) Waiting.bounded(subtask.recordsLead().getAsLong()));
        double fall = -lead.growth(LagMarks.WINDOWS).orElse(0);
        if (lead.windows() < MIN_LEAD_WINDOWS || fall <= 0) {
            return Optional.empty();
        }
        return Optional.of(Times.ofSeconds(lead.last() / fall));
    }
}
