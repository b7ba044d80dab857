/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/** Writes one digest. {@link DigestDecoder} mirrors it line by line: change both together. */
final class DigestEncoder {
    private final TaskManagerDigest digest;
    private final Map<String, Integer> vertices = new LinkedHashMap<>();
    private final Map<String, Integer> strings = new LinkedHashMap<>();
    private final DigestDeltas deltas = new DigestDeltas();

    DigestEncoder(TaskManagerDigest digest) {
        this.digest = digest;
        for (JobDigest job : digest.jobs()) {
            job.subtasks().forEach(s -> enter(vertices, s.id().vertex().hex()));
            job.partitions().forEach(p -> {
                enter(vertices, p.subtask().vertex().hex());
                enter(strings, p.topic());
            });
            job.stateBackends().forEach(b -> {
                enter(vertices, b.subtask().vertex().hex());
                enter(strings, b.state());
            });
            job.states().forEach(d -> {
                enter(vertices, d.vertex().hex());
                enter(strings, d.name());
                enter(strings, d.kind());
                enter(strings, d.serializer());
            });
        }
    }

    private static void enter(Map<String, Integer> table, String value) {
        table.putIfAbsent(value, table.size());
    }

    private static int reference(Map<String, Integer> table, String value) {
        Integer index = table.get(value);
        if (index == null) {
            throw new IllegalStateException("not in the table: " + value);
        }
        return index;
    }

    void write(ByteSink out) {
        out.varint(vertices.size());
        vertices.keySet().forEach(out::id);
        out.varint(strings.size());
        strings.keySet().forEach(out::text);
        out.varint(digest.sequence());
        out.record(record -> writeProcess(record, digest.process()));
        writeList(out, digest.jobs(), this::writeJob);
    }

    private static <T> void writeList(ByteSink out, List<T> elements, BiConsumer<ByteSink, T> writer) {
        out.varint(elements.size());
        elements.forEach(element -> out.record(record -> writer.accept(record, element)));
    }

    private void writeProcess(ByteSink out, ProcessReading process) {
        OptionalDouble gcShare = finite(process.gcShare());
        OptionalDouble cpuShare = finite(process.cpuShare());
        out.text(process.processId());
        out.signed(deltas.sampleMillis.advance(process.sampleMillis()));
        out.presence(
                process.heapAfterGcBytes().isPresent(),
                process.heapMaxBytes().isPresent(),
                gcShare.isPresent(),
                process.rssBytes().isPresent(),
                process.memoryLimitBytes().isPresent(),
                process.stateBytes().isPresent(),
                process.stateLimitBytes().isPresent(),
                process.metaspaceBytes().isPresent(),
                process.metaspaceMaxBytes().isPresent(),
                process.directBytes().isPresent(),
                process.directMaxBytes().isPresent(),
                process.managedBytes().isPresent(),
                process.managedMaxBytes().isPresent(),
                cpuShare.isPresent(),
                process.heapLongLivedBytes().isPresent());
        out.optional(process.heapAfterGcBytes());
        out.optional(process.heapMaxBytes());
        out.optional(gcShare);
        out.optional(process.rssBytes());
        out.optional(process.memoryLimitBytes());
        out.optional(process.stateBytes());
        out.optional(process.stateLimitBytes());
        out.optional(process.metaspaceBytes());
        out.optional(process.metaspaceMaxBytes());
        out.optional(process.directBytes());
        out.optional(process.directMaxBytes());
        out.optional(process.managedBytes());
        out.optional(process.managedMaxBytes());
        out.optional(cpuShare);
        out.optional(process.heapLongLivedBytes());
    }

    private void writeJob(ByteSink out, JobDigest job) {
        out.id(job.job().hex());
        writeList(out, job.subtasks(), this::writeSubtask);
        writeList(out, job.partitions(), this::writePartition);
        writeList(out, job.stateBackends(), this::writeStateBackend);
        writeList(out, job.states(), this::writeDeclaration);
    }

    private void writeDeclaration(ByteSink out, StateDeclaration state) {
        out.varint(reference(vertices, state.vertex().hex()));
        out.varint(reference(strings, state.name()));
        out.varint(reference(strings, state.kind()));
        out.varint(reference(strings, state.serializer()));
        out.presence(state.timeToLive().isPresent());
        state.timeToLive().ifPresent(ttl -> out.varint(ttl.toMillis()));
    }

    private void writeSubtaskId(ByteSink out, SubtaskId id) {
        out.varint(reference(vertices, id.vertex().hex()));
        out.varint(id.index());
    }

    private void writeSubtask(ByteSink out, SubtaskReading subtask) {
        OptionalDouble inputPool = finite(subtask.inputPoolUsage());
        OptionalDouble outputPool = finite(subtask.outputPoolUsage());
        writeSubtaskId(out, subtask.id());
        out.varint(subtask.attempt());
        out.signed(deltas.sampleMillis.advance(subtask.sampleMillis()));
        out.presence(
                subtask.busyMillis().isPresent(),
                subtask.backPressuredMillis().isPresent(),
                subtask.idleMillis().isPresent(),
                subtask.recordsIn().isPresent(),
                subtask.recordsOut().isPresent(),
                subtask.watermarkMillis().isPresent(),
                inputPool.isPresent(),
                outputPool.isPresent(),
                subtask.pendingRecords().isPresent(),
                subtask.cpuMillis().isPresent(),
                subtask.recordsLead().isPresent(),
                subtask.pendingCommittables().isPresent(),
                subtask.inputBufferMillis().isPresent());
        out.optional(subtask.busyMillis());
        out.optional(subtask.backPressuredMillis());
        out.optional(subtask.idleMillis());
        out.optional(subtask.recordsIn());
        out.optional(subtask.recordsOut());
        optionalDelta(out, deltas.watermark, subtask.watermarkMillis());
        out.optional(inputPool);
        out.optional(outputPool);
        out.optional(subtask.pendingRecords());
        out.optional(subtask.cpuMillis());
        out.optional(subtask.recordsLead());
        out.optional(subtask.pendingCommittables());
        out.optional(subtask.inputBufferMillis());
    }

    private void writePartition(ByteSink out, PartitionReading partition) {
        writeSubtaskId(out, partition.subtask());
        out.varint(reference(strings, partition.topic()));
        out.varint(partition.partition());
        out.presence(
                partition.currentOffset().isPresent(),
                partition.committedOffset().isPresent(),
                partition.recordsLag().isPresent());
        out.optional(partition.currentOffset());
        // The committed offset is close behind the current one.
        long current = partition.currentOffset().orElse(0);
        partition.committedOffset().ifPresent(committed -> out.signed(current - committed));
        out.optional(partition.recordsLag());
    }

    private void writeStateBackend(ByteSink out, StateBackendReading state) {
        writeSubtaskId(out, state.subtask());
        out.varint(reference(strings, state.state()));
        out.presence(
                state.estimatedKeys().isPresent(),
                state.liveSstBytes().isPresent(),
                state.memTableBytes().isPresent(),
                state.pendingCompactionBytes().isPresent(),
                state.writeStopped().isPresent(),
                state.delayedWriteRate().isPresent(),
                state.backgroundErrors().isPresent(),
                state.level0Files().isPresent(),
                state.immutableMemTables().isPresent(),
                state.blockCacheUsageBytes().isPresent(),
                state.blockCacheCapacityBytes().isPresent(),
                state.blockCachePinnedBytes().isPresent(),
                state.flushPending().isPresent(),
                state.runningCompactions().isPresent(),
                state.stallMicros().isPresent(),
                state.tableReadersBytes().isPresent(),
                state.liveVersions().isPresent(),
                state.activeEntries().isPresent(),
                state.activeDeletes().isPresent());
        out.optional(state.estimatedKeys());
        out.optional(state.liveSstBytes());
        out.optional(state.memTableBytes());
        out.optional(state.pendingCompactionBytes());
        out.optional(state.writeStopped());
        out.optional(state.delayedWriteRate());
        out.optional(state.backgroundErrors());
        out.optional(state.level0Files());
        out.optional(state.immutableMemTables());
        optionalDelta(out, deltas.cacheUsage, state.blockCacheUsageBytes());
        optionalDelta(out, deltas.cacheCapacity, state.blockCacheCapacityBytes());
        optionalDelta(out, deltas.cachePinned, state.blockCachePinnedBytes());
        out.optional(state.flushPending());
        out.optional(state.runningCompactions());
        optionalDelta(out, deltas.stallMicros, state.stallMicros());
        out.optional(state.tableReadersBytes());
        out.optional(state.liveVersions());
        out.optional(state.activeEntries());
        out.optional(state.activeDeletes());
    }

    private static void optionalDelta(ByteSink out, DigestDeltas.Column column, OptionalLong value) {
        value.ifPresent(v -> out.signed(column.advance(v)));
    }

    private static OptionalDouble finite(OptionalDouble value) {
        return value.isPresent() && Double.isFinite(value.getAsDouble()) ? value : OptionalDouble.empty();
    }
}
