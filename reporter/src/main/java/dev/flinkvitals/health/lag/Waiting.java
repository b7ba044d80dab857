/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.PartitionReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What waits before each source in one cycle, gathered in one pass over the readings. Used by one thread. */
final class Waiting {
    /** More than this waits nowhere, and sums of it cannot overflow. */
    private static final long MOST_RECORDS = 1L << 45;

    private final Map<VertexId, Source> sources = new HashMap<>();

    /** One source's subtasks. */
    static final class Source {
        private final List<SubtaskReading> subtasks = new ArrayList<>();
        private final List<OptionalLong> records = new ArrayList<>();
        private OptionalLong total = OptionalLong.empty();
        private boolean incomplete;

        /** Readings of its subtasks. */
        List<SubtaskReading> subtasks() {
            return subtasks;
        }

        /** Records that wait before the subtask with the given position in {@link #subtasks}. */
        OptionalLong records(int position) {
            return records.get(position);
        }

        /** Records that wait before all of them; empty if one reads partitions whose lag nobody knows. */
        OptionalLong total() {
            return incomplete ? OptionalLong.empty() : total;
        }

        private void add(SubtaskReading subtask, List<PartitionReading> partitions) {
            OptionalLong own = subtask.pendingRecords().isPresent() ? subtask.pendingRecords() : sum(partitions);
            subtasks.add(subtask);
            if (own.isPresent()) {
                long bounded = bounded(own.getAsLong());
                total = OptionalLong.of(total.orElse(0) + bounded);
                own = OptionalLong.of(bounded);
            } else {
                // A subtask without partitions has nothing to wait for.
                incomplete |= !partitions.isEmpty();
            }
            records.add(own);
        }
    }

    private Waiting() {}

    /** Gathers what waits. */
    static Waiting of(JobReading reading) {
        Waiting waiting = new Waiting();
        for (Topology.Vertex vertex : reading.topology().vertices()) {
            if (vertex.isSource()) {
                waiting.sources.put(vertex.id(), new Source());
            }
        }
        Map<SubtaskId, List<PartitionReading>> partitions = null;
        for (SubtaskReading subtask : reading.subtasks()) {
            Source source = waiting.sources.get(subtask.id().vertex());
            if (source == null) {
                continue;
            }
            List<PartitionReading> own = List.of();
            if (subtask.pendingRecords().isEmpty()) {
                partitions = partitions == null ? bySubtask(reading.partitions()) : partitions;
                own = partitions.getOrDefault(subtask.id(), List.of());
            }
            source.add(subtask, own);
        }
        return waiting;
    }

    /** One source's part. */
    Source source(VertexId vertex) {
        return sources.getOrDefault(vertex, new Source());
    }

    private static Map<SubtaskId, List<PartitionReading>> bySubtask(List<PartitionReading> partitions) {
        Map<SubtaskId, List<PartitionReading>> bySubtask = new HashMap<>();
        for (PartitionReading partition : partitions) {
            bySubtask
                    .computeIfAbsent(partition.subtask(), s -> new ArrayList<>())
                    .add(partition);
        }
        return bySubtask;
    }

    private static OptionalLong sum(List<PartitionReading> partitions) {
        if (partitions.isEmpty()) {
            return OptionalLong.empty();
        }
        long sum = 0;
        for (PartitionReading partition : partitions) {
            if (partition.recordsLag().isEmpty()) {
                return OptionalLong.empty();
            }
            sum += bounded(partition.recordsLag().getAsLong());
        }
        return OptionalLong.of(sum);
    }

    /** A count that can be added up. */
    static long bounded(long records) {
        return Math.max(0, Math.min(MOST_RECORDS, records));
    }
}
