/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads one digest. {@link DigestEncoder} mirrors it line by line: change both together. */
final class DigestDecoder {
    private List<VertexId> vertices = List.of();
    private List<String> strings = List.of();
    private String processId = "";
    private final DigestDeltas deltas = new DigestDeltas();

    TaskManagerDigest read(ByteSource in) {
        vertices = in.list(element -> new VertexId(element.id()));
        strings = in.list(ByteSource::text);
        long sequence = in.varint();
        ProcessReading process = in.record(this::readProcess);
        processId = process.processId();
        return new TaskManagerDigest(sequence, process, in.list(element -> element.record(this::readJob)));
    }

    private ProcessReading readProcess(ByteSource in) {
        String processId = in.text();
        long sampleMillis = deltas.sampleMillis.restore(in.signed());
        Present present = new Present(in);
        return new ProcessReading(
                processId,
                sampleMillis,
                present.nextLong(),
                present.nextLong(),
                present.nextDouble(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextDouble(),
                present.nextLong());
    }

    private JobDigest readJob(ByteSource in) {
        return new JobDigest(
                new JobId(in.id()),
                in.list(element -> element.record(this::readSubtask)),
                in.list(element -> element.record(this::readPartition)),
                in.list(element -> element.record(this::readStateBackend)),
                in.isAtEnd() ? List.of() : in.list(element -> element.record(this::readDeclaration)));
    }

    private StateDeclaration readDeclaration(ByteSource in) {
        VertexId vertex = vertices.get(in.index(vertices.size()));
        String name = strings.get(in.index(strings.size()));
        String kind = strings.get(in.index(strings.size()));
        String serializer = strings.get(in.index(strings.size()));
        Optional<Duration> timeToLive =
                new Present(in).next() ? Optional.of(Duration.ofMillis(in.varint())) : Optional.empty();
        return new StateDeclaration(vertex, name, kind, serializer, timeToLive);
    }

    private SubtaskId readSubtaskId(ByteSource in) {
        return new SubtaskId(vertices.get(in.index(vertices.size())), in.nonNegative());
    }

    private SubtaskReading readSubtask(ByteSource in) {
        SubtaskId id = readSubtaskId(in);
        int attempt = in.integer();
        long sampleMillis = deltas.sampleMillis.restore(in.signed());
        Present present = new Present(in);
        return new SubtaskReading(
                id,
                attempt,
                sampleMillis,
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextDelta(deltas.watermark),
                present.nextDouble(),
                present.nextDouble(),
                present.nextLong(),
                processId,
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong());
    }

    private PartitionReading readPartition(ByteSource in) {
        SubtaskId id = readSubtaskId(in);
        String topic = strings.get(in.index(strings.size()));
        int partition = in.integer();
        Present present = new Present(in);
        OptionalLong current = present.nextLong();
        OptionalLong committed =
                present.next() ? OptionalLong.of(current.orElse(0) - in.signed()) : OptionalLong.empty();
        return new PartitionReading(id, topic, partition, current, committed, present.nextLong());
    }

    private StateBackendReading readStateBackend(ByteSource in) {
        SubtaskId id = readSubtaskId(in);
        String state = strings.get(in.index(strings.size()));
        Present present = new Present(in);
        return new StateBackendReading(
                id,
                state,
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextDelta(deltas.cacheUsage),
                present.nextDelta(deltas.cacheCapacity),
                present.nextDelta(deltas.cachePinned),
                present.nextLong(),
                present.nextLong(),
                present.nextDelta(deltas.stallMicros),
                present.nextLong(),
                present.nextLong(),
                present.nextLong(),
                present.nextLong());
    }

    /** Walks along a presence bitmap, reading the values that are there. Java evaluates arguments from left to right. */
    private static final class Present {
        private final ByteSource in;
        private long bits;

        Present(ByteSource in) {
            this.in = in;
            this.bits = in.varint();
        }

        boolean next() {
            boolean present = (bits & 1) != 0;
            bits >>>= 1;
            return present;
        }

        OptionalLong nextLong() {
            return next() ? OptionalLong.of(in.varint()) : OptionalLong.empty();
        }

        OptionalDouble nextDouble() {
            return next() ? OptionalDouble.of(in.number()) : OptionalDouble.empty();
        }

        OptionalLong nextDelta(DigestDeltas.Column column) {
            return next() ? OptionalLong.of(column.restore(in.signed())) : OptionalLong.empty();
        }
    }
}
