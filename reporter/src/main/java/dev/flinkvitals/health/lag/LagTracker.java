/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.PartitionReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Adds up what waits before each source and follows it over the windows. A source that reports nothing is silent, not
 * up to date; where none has a metric for it, lag does not apply. Not thread-safe.
 */
public final class LagTracker {
    /** Event time further from wall time than this is not wall time: a replayed or invented history. */
    private static final Duration PLAUSIBLE_WATERMARK = Duration.ofDays(7);

    private static final int SILENT_WINDOWS = 2;

    /** Backpressured share from which on a source that reads nothing is stopped by it, not idle. */
    private static final double HELD_UP = 0.9;

    private final Map<VertexId, SourceLagTracker> trackers = new HashMap<>();
    private boolean sign;
    private int windowsSeen;

    /**
     * Takes one cycle.
     *
     * @param reading the job
     * @param loads load per vertex, for the rates at which the sources read
     * @param windowEnds whether a window of the job ends now
     * @return the lag
     */
    public JobLag update(JobReading reading, List<VertexLoad> loads, boolean windowEnds) {
        List<SourceLag> known = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        List<String> heldUp = new ArrayList<>();
        List<Topology.Vertex> sources = reading.topology().vertices().stream()
                .filter(Topology.Vertex::isSource)
                .toList();
        for (Topology.Vertex source : sources) {
            OptionalLong records = waiting(source.id(), reading);
            if (records.isPresent() && isHeldUp(source.id(), loads)) {
                sign = true;
                trackers.remove(source.id());
                heldUp.add(source.name());
            } else if (records.isPresent()) {
                known.add(trackers.computeIfAbsent(source.id(), id -> new SourceLagTracker())
                        .update(
                                source.id(),
                                source.name(),
                                records.getAsLong(),
                                consumed(source.id(), loads),
                                reading.tick().elapsed(),
                                windowEnds));
            } else {
                trackers.remove(source.id());
                silent.add(source.name());
            }
        }
        // The first sign comes with the first fetch: only a whole window without one tells that there is none to come.
        sign |= !known.isEmpty() || !reading.partitions().isEmpty();
        windowsSeen += windowEnds && !sources.isEmpty() ? 1 : 0;
        return new JobLag(known, silent, heldUp, sign || windowsSeen < SILENT_WINDOWS, watermarkLag(reading, sources));
    }

    private static OptionalLong waiting(VertexId source, JobReading reading) {
        Map<SubtaskId, List<PartitionReading>> partitions = new HashMap<>();
        for (PartitionReading partition : reading.partitions()) {
            partitions
                    .computeIfAbsent(partition.subtask(), s -> new ArrayList<>())
                    .add(partition);
        }
        OptionalLong total = OptionalLong.empty();
        for (SubtaskReading subtask : reading.subtasks()) {
            if (!subtask.id().vertex().equals(source)) {
                continue;
            }
            List<PartitionReading> own = partitions.getOrDefault(subtask.id(), List.of());
            OptionalLong records = subtask.pendingRecords().isPresent() ? subtask.pendingRecords() : sum(own);
            if (records.isPresent()) {
                total = OptionalLong.of(total.orElse(0) + Math.max(0, records.getAsLong()));
            } else if (!own.isEmpty()) {
                // It reads partitions whose lag nobody knows; a subtask without partitions has nothing to wait for.
                return OptionalLong.empty();
            }
        }
        return total;
    }

    private static OptionalLong sum(List<PartitionReading> partitions) {
        boolean complete = !partitions.isEmpty()
                && partitions.stream().allMatch(p -> p.recordsLag().isPresent());
        return complete
                ? OptionalLong.of(partitions.stream()
                        .mapToLong(p -> p.recordsLag().getAsLong())
                        .sum())
                : OptionalLong.empty();
    }

    private static OptionalDouble consumed(VertexId source, List<VertexLoad> loads) {
        return loads.stream()
                .filter(load -> load.vertex().equals(source))
                .findFirst()
                .map(load ->
                        load.recordsInPerSecond().isPresent() ? load.recordsInPerSecond() : load.recordsOutPerSecond())
                .orElse(OptionalDouble.empty());
    }

    /**
     * Whether a source is stopped by backpressure. It fetches nothing then, and Kafka's consumer learns of new records only by
     * fetching: what it reports as waiting is as old as its last fetch.
     */
    private static boolean isHeldUp(VertexId source, List<VertexLoad> loads) {
        OptionalDouble consumed = consumed(source, loads);
        return consumed.isPresent()
                && consumed.getAsDouble() == 0
                && loads.stream()
                        .filter(load -> load.vertex().equals(source))
                        .anyMatch(load -> load.backPressuredMax().orElse(0) >= HELD_UP);
    }

    private static OptionalDouble watermarkLag(JobReading reading, List<Topology.Vertex> sources) {
        OptionalLong oldest = reading.subtasks().stream()
                .filter(subtask -> sources.stream()
                        .anyMatch(s -> s.id().equals(subtask.id().vertex())))
                .flatMapToLong(subtask -> subtask.watermarkMillis().stream())
                .min();
        if (oldest.isEmpty()) {
            return OptionalDouble.empty();
        }
        Instant now = reading.tick().at();
        long lagMillis;
        try {
            lagMillis = Math.subtractExact(now.toEpochMilli(), oldest.getAsLong());
        } catch (ArithmeticException e) {
            return OptionalDouble.empty();
        }
        Duration lag = Duration.ofMillis(lagMillis);
        boolean plausible =
                lag.compareTo(PLAUSIBLE_WATERMARK) <= 0 && lag.negated().compareTo(PLAUSIBLE_WATERMARK) <= 0;
        return plausible ? OptionalDouble.of(Math.max(0, Times.seconds(lag))) : OptionalDouble.empty();
    }
}
