/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.recovery;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.load.JobLoad;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.PartitionReading;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts the records that a failure would make the sources read again: of a Kafka source exactly, since committed offsets move
 * with completed checkpoints; of another one its rate, added up since the checkpoint was triggered. Not thread-safe.
 */
final class ReplayTracker {
    /** Records read since {@link #from}, of the sources that tell no offsets. */
    private final Map<VertexId, Double> read = new HashMap<>();

    private @Nullable Instant from;
    private @Nullable Duration updatedAt;

    /**
     * Records to read again.
     *
     * @param records how many
     * @param exact whether all of them are counted by offsets
     */
    record Replay(long records, boolean exact) {}

    private record Offsets(double records, boolean complete) {
        Offsets and(PartitionReading partition) {
            OptionalLong current = partition.currentOffset();
            OptionalLong committed = partition.committedOffset();
            if (current.isEmpty()) {
                // Nothing was read of it since the start.
                return this;
            }
            if (committed.isEmpty()) {
                return new Offsets(records, false);
            }
            // The committed offset is that of the next record, the current one that of the last.
            double ahead = (double) current.getAsLong() + 1 - committed.getAsLong();
            return new Offsets(records + Math.max(0, ahead), complete);
        }
    }

    /**
     * Takes one cycle.
     *
     * @param reading the job
     * @param load the job's load
     * @return records to replay; empty if a source tells neither offsets nor its rate, or if a TaskManager is not heard
     */
    Optional<Replay> update(JobReading reading, JobLoad load) {
        Map<VertexId, Offsets> offsets = offsets(reading.partitions());
        Instant since = since(reading);
        Instant now = reading.tick().at();
        Duration elapsed = reading.tick().elapsed();
        Duration step = updatedAt == null ? Duration.ZERO : elapsed.minus(updatedAt);
        if (!since.equals(from)) {
            read.clear();
            from = since;
        }
        updatedAt = elapsed;

        double total = 0;
        boolean exact = true;
        boolean known = reading.coverage().ratio() >= 1;
        Set<VertexId> sources = new HashSet<>();
        for (Topology.Vertex vertex : reading.topology().vertices()) {
            if (!vertex.isSource()) {
                continue;
            }
            sources.add(vertex.id());
            Offsets own = offsets.get(vertex.id());
            OptionalDouble counted = counted(vertex.id(), load, Duration.between(since, now), step);
            if (own != null && own.complete()) {
                total += own.records();
            } else {
                exact = false;
                known &= counted.isPresent();
                total += counted.orElse(0);
            }
        }
        read.keySet().retainAll(sources);
        return known && !sources.isEmpty() ? Optional.of(new Replay(Math.round(total), exact)) : Optional.empty();
    }

    private static Map<VertexId, Offsets> offsets(List<PartitionReading> partitions) {
        Map<VertexId, Offsets> offsets = new HashMap<>();
        for (PartitionReading partition : partitions) {
            VertexId vertex = partition.subtask().vertex();
            offsets.put(
                    vertex, offsets.getOrDefault(vertex, new Offsets(0, true)).and(partition));
        }
        return offsets;
    }

    /** From where the sources would read again; a restore rewound them, so that only what came after it counts. */
    private static Instant since(JobReading reading) {
        CheckpointReading checkpoints = reading.checkpoints();
        Instant triggered =
                checkpoints.lastCompletedTrigger().orElse(reading.status().startedAt());
        return checkpoints.restoredAt().filter(triggered::isBefore).orElse(triggered);
    }

    private OptionalDouble counted(VertexId source, JobLoad load, Duration age, Duration step) {
        OptionalDouble rate =
                load.vertex(source).map(VertexLoad::recordsPerSecond).orElse(OptionalDouble.empty());
        if (rate.isEmpty() || !Double.isFinite(rate.getAsDouble())) {
            read.remove(source);
            return OptionalDouble.empty();
        }
        Double before = read.get(source);
        // What was read before the checkpoint became known is told by the rate alone.
        double added = rate.getAsDouble() * Math.max(0, Times.seconds(before == null ? age : step));
        double now = (before == null ? 0 : before) + Math.max(0, added);
        read.put(source, now);
        return OptionalDouble.of(now);
    }
}
