/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health;

import dev.flinkvitals.health.inside.PlausibleEvidence;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.PartitionReading;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.StateDeclaration;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/**
 * What of a reading can be true, in one fixed order. No rule behind it has to mind NaN, infinities, negative counts, the same
 * subtask twice, or the order in which TaskManagers were heard. What cannot be true is not known; it is never corrected.
 */
final class PlausibleReading {
    /** Larger counts are not exact as a double, and no cluster reaches them: 9 petabytes, or 9 million years in milliseconds. */
    private static final long MOST = 1L << 53;

    private static final Comparator<VertexId> BY_VERTEX = Comparator.comparing(VertexId::hex);
    private static final Comparator<SubtaskId> BY_SUBTASK =
            Comparator.comparing(SubtaskId::vertex, BY_VERTEX).thenComparingInt(SubtaskId::index);
    private static final Comparator<SubtaskReading> SUBTASKS = Comparator.comparing(SubtaskReading::id, BY_SUBTASK)
            .thenComparing(Comparator.comparingInt(SubtaskReading::attempt).reversed())
            .thenComparing(SubtaskReading::processId);
    private static final Comparator<PartitionReading> PARTITIONS = Comparator.comparing(PartitionReading::topic)
            .thenComparingInt(PartitionReading::partition)
            .thenComparing(PartitionReading::subtask, BY_SUBTASK);
    private static final Comparator<StateBackendReading> STATE_BACKENDS =
            Comparator.comparing(StateBackendReading::subtask, BY_SUBTASK).thenComparing(StateBackendReading::state);
    private static final Comparator<ProcessReading> PROCESSES = Comparator.comparing(ProcessReading::processId);
    private static final Comparator<StateDeclaration> STATES =
            Comparator.comparing(StateDeclaration::vertex, BY_VERTEX).thenComparing(StateDeclaration::name);

    private PlausibleReading() {}

    /**
     * The part of a reading that can be true.
     *
     * @param reading what was measured
     * @return the same, with what cannot be true left out; elements in a fixed order, each once
     */
    static JobReading of(JobReading reading) {
        return new JobReading(
                reading.tick(),
                reading.id(),
                reading.name(),
                reading.status(),
                topology(reading.topology()),
                reading.checkpoints(),
                each(
                        plausible(reading.subtasks()),
                        PlausibleReading::subtask,
                        SUBTASKS,
                        (a, b) -> a.id().equals(b.id())),
                each(
                        reading.partitions(),
                        PlausibleReading::partition,
                        PARTITIONS,
                        (a, b) -> a.topic().equals(b.topic())
                                && a.partition() == b.partition()
                                && a.subtask().vertex().equals(b.subtask().vertex())),
                each(
                        reading.stateBackends(),
                        PlausibleReading::stateBackend,
                        STATE_BACKENDS,
                        (a, b) -> STATE_BACKENDS.compare(a, b) == 0),
                each(
                        reading.processes(),
                        PlausibleReading::process,
                        PROCESSES,
                        (a, b) -> a.processId().equals(b.processId())),
                reading.coverage(),
                reading.restarts(),
                each(reading.states(), state -> state, STATES, (a, b) -> STATES.compare(a, b) == 0),
                reading.operators(),
                PlausibleEvidence.of(reading.inside()));
    }

    /** A graph in topological order whose vertices read from earlier ones only, so that no walk along it is endless. */
    private static Topology topology(Topology topology) {
        Set<VertexId> earlier = new HashSet<>();
        List<Topology.Vertex> vertices = new ArrayList<>();
        for (Topology.Vertex vertex : topology.vertices()) {
            if (vertex.parallelism() > 0 && !earlier.contains(vertex.id())) {
                List<VertexId> inputs = vertex.inputs().stream()
                        .filter(earlier::contains)
                        .distinct()
                        .toList();
                vertices.add(new Topology.Vertex(
                        vertex.id(), vertex.name(), vertex.parallelism(), vertex.maxParallelism(), inputs));
                earlier.add(vertex.id());
            }
        }
        return new Topology(vertices);
    }

    private static List<SubtaskReading> plausible(List<SubtaskReading> subtasks) {
        return subtasks.stream()
                .filter(s -> s.id().index() >= 0 && s.sampleMillis() > -MOST && s.sampleMillis() < MOST)
                .toList();
    }

    private static <T> List<T> each(List<T> all, UnaryOperator<T> part, Comparator<T> order, BiPredicate<T, T> same) {
        List<T> sorted = new ArrayList<>(all);
        sorted.sort(order);
        List<T> kept = new ArrayList<>(sorted.size());
        for (T element : sorted) {
            if (kept.isEmpty() || !same.test(kept.get(kept.size() - 1), element)) {
                kept.add(part.apply(element));
            }
        }
        return kept;
    }

    private static SubtaskReading subtask(SubtaskReading s) {
        if (areCounts(
                        s.busyMillis(),
                        s.backPressuredMillis(),
                        s.idleMillis(),
                        s.recordsIn(),
                        s.recordsOut(),
                        s.pendingRecords(),
                        s.cpuMillis(),
                        s.recordsLead(),
                        s.pendingCommittables(),
                        s.inputBufferMillis())
                && s.inputPoolUsage().equals(share(s.inputPoolUsage()))
                && s.outputPoolUsage().equals(share(s.outputPoolUsage()))
                && s.watermarkMillis().equals(time(s.watermarkMillis()))) {
            return s;
        }
        return new SubtaskReading(
                s.id(),
                s.attempt(),
                s.sampleMillis(),
                count(s.busyMillis()),
                count(s.backPressuredMillis()),
                count(s.idleMillis()),
                count(s.recordsIn()),
                count(s.recordsOut()),
                time(s.watermarkMillis()),
                share(s.inputPoolUsage()),
                share(s.outputPoolUsage()),
                count(s.pendingRecords()),
                s.processId(),
                count(s.cpuMillis()),
                count(s.recordsLead()),
                count(s.pendingCommittables()),
                count(s.inputBufferMillis()));
    }

    private static PartitionReading partition(PartitionReading p) {
        return new PartitionReading(
                p.subtask(),
                p.topic(),
                p.partition(),
                count(p.currentOffset()),
                count(p.committedOffset()),
                count(p.recordsLag()));
    }

    private static StateBackendReading stateBackend(StateBackendReading b) {
        if (areCounts(
                b.estimatedKeys(),
                b.liveSstBytes(),
                b.memTableBytes(),
                b.pendingCompactionBytes(),
                b.writeStopped(),
                b.delayedWriteRate(),
                b.backgroundErrors(),
                b.level0Files(),
                b.immutableMemTables(),
                b.blockCacheUsageBytes(),
                b.blockCacheCapacityBytes(),
                b.blockCachePinnedBytes(),
                b.flushPending(),
                b.runningCompactions(),
                b.stallMicros(),
                b.tableReadersBytes(),
                b.liveVersions(),
                b.activeEntries(),
                b.activeDeletes())) {
            return b;
        }
        return new StateBackendReading(
                b.subtask(),
                b.state(),
                count(b.estimatedKeys()),
                count(b.liveSstBytes()),
                count(b.memTableBytes()),
                count(b.pendingCompactionBytes()),
                count(b.writeStopped()),
                count(b.delayedWriteRate()),
                count(b.backgroundErrors()),
                count(b.level0Files()),
                count(b.immutableMemTables()),
                count(b.blockCacheUsageBytes()),
                count(b.blockCacheCapacityBytes()),
                count(b.blockCachePinnedBytes()),
                count(b.flushPending()),
                count(b.runningCompactions()),
                count(b.stallMicros()),
                count(b.tableReadersBytes()),
                count(b.liveVersions()),
                count(b.activeEntries()),
                count(b.activeDeletes()));
    }

    private static ProcessReading process(ProcessReading p) {
        return new ProcessReading(
                p.processId(),
                p.sampleMillis(),
                count(p.heapAfterGcBytes()),
                count(p.heapMaxBytes()),
                share(p.gcShare()),
                count(p.rssBytes()),
                count(p.memoryLimitBytes()),
                count(p.stateBytes()),
                count(p.stateLimitBytes()),
                count(p.metaspaceBytes()),
                count(p.metaspaceMaxBytes()),
                count(p.directBytes()),
                count(p.directMaxBytes()),
                count(p.managedBytes()),
                count(p.managedMaxBytes()),
                share(p.cpuShare()),
                count(p.heapLongLivedBytes()));
    }

    /** Nearly all readings are plausible as they are: copying thousands of them in each cycle would be for nothing. */
    private static boolean areCounts(OptionalLong... values) {
        for (OptionalLong value : values) {
            if (!isCount(value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCount(OptionalLong value) {
        return value.isEmpty() || (value.getAsLong() >= 0 && value.getAsLong() <= MOST);
    }

    private static OptionalLong count(OptionalLong value) {
        return isCount(value) ? value : OptionalLong.empty();
    }

    private static OptionalLong time(OptionalLong value) {
        return value.isPresent() && Math.abs(value.getAsLong() / 2) > MOST / 2 ? OptionalLong.empty() : value;
    }

    /** A share of a whole: it may exceed 1 by an error of measurement, but not by much. */
    private static OptionalDouble share(OptionalDouble value) {
        if (value.isEmpty()) {
            return value;
        }
        double share = value.getAsDouble();
        return share >= 0 && share <= 2 ? OptionalDouble.of(Math.min(1, share)) : OptionalDouble.empty();
    }
}
