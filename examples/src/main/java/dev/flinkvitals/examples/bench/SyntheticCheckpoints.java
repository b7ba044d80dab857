/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.bench;

import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A checkpoint each minute, and the last ten of them with the details of every vertex. Not thread safe. */
final class SyntheticCheckpoints {
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final int HISTORY = 10;
    private static final long MIB = 1 << 20;

    private final List<VertexId> vertices;
    private final int parallelism;
    private List<CheckpointSample> history = List.of();
    private Instant last = Instant.EPOCH;

    SyntheticCheckpoints(List<VertexId> vertices, int parallelism) {
        this.vertices = List.copyOf(vertices);
        this.parallelism = parallelism;
    }

    CheckpointReading at(Instant now) {
        if (!now.isBefore(last.plus(INTERVAL))) {
            List<CheckpointSample> newer = new ArrayList<>();
            newer.add(checkpoint(history.isEmpty() ? 1 : history.get(0).id() + 1, now));
            newer.addAll(history.subList(0, Math.min(HISTORY - 1, history.size())));
            history = newer;
            last = now;
        }
        return new CheckpointReading(
                Optional.of(settings()),
                Optional.of(true),
                history,
                List.of(),
                Optional.of(last.minusSeconds(3)),
                Optional.empty());
    }

    private static CheckpointSettings settings() {
        return new CheckpointSettings(
                INTERVAL,
                Duration.ofMinutes(10),
                Duration.ZERO,
                3,
                false,
                Optional.of("EmbeddedRocksDBStateBackend"),
                Optional.of("FileSystemCheckpointStorage"),
                1,
                true,
                Optional.of(true),
                Optional.of(true),
                Optional.of("s3://checkpoints/orders"),
                Optional.of("s3://savepoints"));
    }

    private CheckpointSample checkpoint(long id, Instant now) {
        int subtasks = vertices.size() * parallelism;
        return new CheckpointSample(
                id,
                CheckpointSample.Kind.CHECKPOINT,
                CheckpointSample.Status.COMPLETED,
                false,
                now.minusSeconds(3),
                Optional.of(Duration.ofSeconds(2)),
                Optional.of(now.minusSeconds(1)),
                100 * MIB * subtasks,
                MIB * subtasks,
                0,
                0,
                subtasks,
                subtasks,
                false,
                Optional.of("s3://checkpoints/orders/chk-" + id),
                Optional.empty(),
                vertices.stream().map(this::task).toList());
    }

    private CheckpointSample.TaskSample task(VertexId vertex) {
        int slowest = Math.max(1, Math.min(CheckpointSample.TaskSample.MOST_SLOWEST, parallelism / 20));
        return new CheckpointSample.TaskSample(
                vertex,
                parallelism,
                parallelism,
                List.of(),
                100 * MIB * parallelism,
                MIB * parallelism,
                0,
                IntStream.range(0, slowest)
                        .mapToObj(index -> subtask(index, 1900 - index))
                        .toList(),
                Optional.of(subtask(-1, 1500)),
                Optional.of(subtask(0, 1900)));
    }

    private static CheckpointSample.SubtaskSample subtask(int index, long millis) {
        return new CheckpointSample.SubtaskSample(
                index,
                Duration.ofMillis(millis),
                Duration.ofMillis(50),
                Duration.ofMillis(20),
                Duration.ofMillis(30),
                Duration.ofMillis(millis - 100),
                100 * MIB,
                MIB);
    }
}
