/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;

/** Digests with the magnitudes that a job has after some days. */
final class Digests {
    private static final VertexId SOURCE = new VertexId("bc764cd8ddf7a0cff126f51c16239658");
    private static final VertexId ENRICH = new VertexId("0a448493b4782967b150582570326227");
    private static final JobId JOB = new JobId("a1b2c3d4e5f60718293a4b5c6d7e8f90");

    private Digests() {}

    /** Subtasks with one RocksDB state each; every fourth also reads two Kafka partitions. */
    static TaskManagerDigest realistic(int subtasks, long seed) {
        Random random = new Random(seed);
        List<SubtaskReading> readings = new ArrayList<>();
        List<PartitionReading> partitions = new ArrayList<>();
        List<StateBackendReading> states = new ArrayList<>();
        for (int i = 0; i < subtasks; i++) {
            boolean source = i % 4 == 0;
            SubtaskId id = new SubtaskId(source ? SOURCE : ENRICH, i);
            readings.add(subtask(id, source, random));
            if (source) {
                partitions.add(partition(id, 2 * i, random));
                partitions.add(partition(id, 2 * i + 1, random));
            }
            states.add(state(id, random));
        }
        return new TaskManagerDigest(
                86_400, process(random), List.of(new JobDigest(JOB, readings, partitions, states, List.of())));
    }

    /** Every optional is absent, every list is empty except for one record of each kind. */
    static TaskManagerDigest absent() {
        SubtaskId id = new SubtaskId(SOURCE, 0);
        OptionalLong none = OptionalLong.empty();
        OptionalDouble unknown = OptionalDouble.empty();
        ProcessReading process = new ProcessReading(
                "",
                0,
                none,
                none,
                unknown,
                none,
                none,
                none,
                none,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty());
        SubtaskReading subtask = new SubtaskReading(
                id,
                0,
                0,
                none,
                none,
                none,
                none,
                none,
                none,
                unknown,
                unknown,
                none,
                "",
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
        PartitionReading partition = new PartitionReading(id, "", 0, none, none, none);
        StateBackendReading state = new StateBackendReading(
                id,
                "",
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
        JobDigest full = new JobDigest(JOB, List.of(subtask), List.of(partition), List.of(state), List.of());
        JobDigest empty = new JobDigest(JOB, List.of(), List.of(), List.of(), List.of());
        return new TaskManagerDigest(0, process, List.of(full, empty));
    }

    /** Each optional is present or absent by chance, and the numbers include the ends of their types. */
    static TaskManagerDigest random(Random random) {
        String processId = "tm-" + random.nextInt();
        List<JobDigest> jobs = new ArrayList<>();
        for (int job = random.nextInt(3); job > 0; job--) {
            List<SubtaskReading> subtasks = new ArrayList<>();
            List<PartitionReading> partitions = new ArrayList<>();
            List<StateBackendReading> states = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                SubtaskId id = new SubtaskId(random.nextBoolean() ? SOURCE : ENRICH, random.nextInt(1 << 15));
                subtasks.add(new SubtaskReading(
                        id,
                        random.nextInt(9),
                        any(random).orElse(0),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        ratio(random),
                        ratio(random),
                        any(random),
                        processId,
                        any(random),
                        any(random),
                        any(random),
                        any(random)));
                partitions.add(new PartitionReading(
                        id, "täglich-" + i, random.nextInt(99), any(random), any(random), any(random)));
                states.add(new StateBackendReading(
                        id,
                        "state-" + random.nextInt(3),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        any(random),
                        any(random)));
            }
            jobs.add(new JobDigest(JOB, subtasks, partitions, states, List.of()));
        }
        ProcessReading process = new ProcessReading(
                processId,
                random.nextLong(),
                any(random),
                any(random),
                ratio(random),
                any(random),
                any(random),
                any(random),
                any(random),
                any(random),
                any(random),
                any(random),
                any(random),
                any(random),
                any(random),
                ratio(random));
        return new TaskManagerDigest(random.nextLong(), process, jobs);
    }

    private static OptionalLong any(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> OptionalLong.empty();
            case 1 -> OptionalLong.of(0);
            case 2 -> OptionalLong.of(Long.MAX_VALUE);
            case 3 -> OptionalLong.of(Long.MIN_VALUE);
            case 4 -> OptionalLong.of(random.nextLong());
            default -> OptionalLong.of(random.nextInt(1_000_000));
        };
    }

    private static OptionalDouble ratio(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> OptionalDouble.empty();
            case 1 -> OptionalDouble.of(1.0);
            case 2 -> OptionalDouble.of(random.nextFloat());
            default -> OptionalDouble.of(random.nextDouble());
        };
    }

    private static SubtaskReading subtask(SubtaskId id, boolean source, Random random) {
        return new SubtaskReading(
                id,
                1,
                259_200_000L + random.nextInt(50),
                OptionalLong.of(random.nextInt(259_200_000)),
                OptionalLong.of(random.nextInt(259_200_000)),
                OptionalLong.of(random.nextInt(259_200_000)),
                OptionalLong.of(3_000_000_000L + random.nextInt()),
                OptionalLong.of(3_000_000_000L + random.nextInt()),
                OptionalLong.of(1_790_000_000_000L + random.nextInt(5_000)),
                source ? OptionalDouble.empty() : OptionalDouble.of(random.nextFloat()),
                OptionalDouble.of(random.nextFloat()),
                source ? OptionalLong.of(random.nextInt(1_000_000)) : OptionalLong.empty(),
                "10.244.3.17:6122-a1b2c3",
                OptionalLong.of(random.nextInt(259_200_000)),
                source ? OptionalLong.of(random.nextInt(1_000_000_000)) : OptionalLong.empty(),
                source ? OptionalLong.empty() : OptionalLong.of(random.nextInt(4)));
    }

    private static PartitionReading partition(SubtaskId id, int partition, Random random) {
        long current = 8_000_000_000L + random.nextInt(100_000_000);
        return new PartitionReading(
                id,
                "orders",
                partition,
                OptionalLong.of(current),
                OptionalLong.of(current - random.nextInt(500_000)),
                OptionalLong.empty());
    }

    private static StateBackendReading state(SubtaskId id, Random random) {
        return new StateBackendReading(
                id,
                "customers",
                OptionalLong.of(random.nextInt(50_000_000)),
                OptionalLong.of(5_000_000_000L + random.nextInt()),
                OptionalLong.of(random.nextInt(64 << 20)),
                OptionalLong.of(random.nextInt(1 << 30)),
                OptionalLong.of(0),
                OptionalLong.of(0),
                OptionalLong.of(0),
                OptionalLong.of(random.nextInt(12)),
                OptionalLong.of(random.nextInt(3)),
                OptionalLong.of(random.nextInt(300 << 20)),
                OptionalLong.of(300L << 20),
                OptionalLong.of(random.nextInt(64 << 20)),
                OptionalLong.of(random.nextInt(2)),
                OptionalLong.of(random.nextInt(2)),
                OptionalLong.empty(),
                OptionalLong.of(random.nextInt(20 << 20)),
                OptionalLong.of(1 + random.nextInt(3)),
                OptionalLong.of(random.nextInt(200_000)),
                OptionalLong.of(random.nextInt(100_000)));
    }

    private static ProcessReading process(Random random) {
        return new ProcessReading(
                "10.244.3.17:6122-a1b2c3",
                259_200_000L,
                OptionalLong.of(random.nextInt(1 << 30)),
                OptionalLong.of(2L << 30),
                OptionalDouble.of(random.nextDouble()),
                OptionalLong.of(4L << 30),
                OptionalLong.of(8L << 30),
                OptionalLong.of(40L << 30),
                OptionalLong.of(100L << 30),
                OptionalLong.of(random.nextInt(200 << 20)),
                OptionalLong.of(256L << 20),
                OptionalLong.of(random.nextInt(400 << 20)),
                OptionalLong.of(512L << 20),
                OptionalLong.of(4L << 30),
                OptionalLong.of(4L << 30),
                OptionalDouble.of(random.nextDouble()));
    }
}
