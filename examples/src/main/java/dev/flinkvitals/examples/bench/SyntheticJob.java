/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.bench;

import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.JobStatusReading;
import dev.flinkvitals.signals.OperatorReading;
import dev.flinkvitals.signals.PartitionReading;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.RestartReading;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.StateDeclaration;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Readings of a large job as they would come from a cluster: a Kafka source, two branches that are joined, two sinks, RocksDB
 * under three of the eight vertices, and 100 subtasks on each TaskManager. Counters go up with some noise. Not thread safe.
 */
final class SyntheticJob {
    /** The product's default. */
    static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final List<String> NAMES =
            List.of("orders topic", "parse", "customers", "prices", "join", "totals", "orders sink", "audit sink");
    private static final int[][] INPUTS = {{}, {0}, {1}, {1}, {2, 3}, {4}, {5}, {5}};
    private static final List<String> STATES = List.of("latest", "pending");
    private static final int SUBTASKS_PER_PROCESS = 100;
    private static final int PARTITIONS_PER_READER = 2;
    private static final double RECORDS_PER_SECOND = 1000;
    private static final long MIB = 1 << 20;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final boolean troubled;
    private final int parallelism;
    private final int processes;
    private final List<VertexId> ids = new ArrayList<>();
    private final Topology topology;
    private final double[][] counters;
    private final SyntheticCheckpoints checkpoints;
    private final SplittableRandom random = new SplittableRandom(1);
    private int cycle;

    private static final int BUSY = 0;
    private static final int BACK_PRESSURED = 1;
    private static final int IDLE = 2;
    private static final int RECORDS = 3;
    private static final int CPU = 4;
    private static final int COUNTERS = 5;

    /**
     * Makes a job.
     *
     * @param subtasks number of subtasks of all vertices, a multiple of 8
     * @param troubled whether the vertex before the sinks cannot keep up: backpressure above it, lag grows, a state grows
     */
    SyntheticJob(int subtasks, boolean troubled) {
        this.troubled = troubled;
        parallelism = subtasks / NAMES.size();
        processes = Math.max(1, subtasks / SUBTASKS_PER_PROCESS);
        List<Topology.Vertex> vertices = new ArrayList<>();
        for (int vertex = 0; vertex < NAMES.size(); vertex++) {
            ids.add(new VertexId(String.format("%032x", vertex + 1)));
            List<VertexId> inputs = new ArrayList<>();
            for (int input : INPUTS[vertex]) {
                inputs.add(ids.get(input));
            }
            vertices.add(new Topology.Vertex(
                    ids.get(vertex), NAMES.get(vertex), parallelism, Math.max(128, 2 * parallelism), inputs));
        }
        topology = new Topology(vertices);
        counters = new double[subtasks][COUNTERS];
        checkpoints = new SyntheticCheckpoints(ids, parallelism);
    }

    /** The readings of the next cycle. */
    JobReading next() {
        cycle++;
        Duration elapsed = INTERVAL.multipliedBy(cycle);
        Instant now = START.plus(elapsed);
        List<SubtaskReading> subtasks = new ArrayList<>(counters.length);
        List<PartitionReading> partitions = new ArrayList<>();
        List<StateBackendReading> stateBackends = new ArrayList<>();
        for (int vertex = 0; vertex < NAMES.size(); vertex++) {
            for (int index = 0; index < parallelism; index++) {
                SubtaskId id = new SubtaskId(ids.get(vertex), index);
                subtasks.add(subtask(vertex, id, elapsed.toMillis()));
                if (vertex == 0) {
                    addPartitions(partitions, id);
                }
                if (hasState(vertex)) {
                    STATES.forEach(state -> stateBackends.add(state(id, state)));
                }
            }
        }
        CheckpointReading checkpointReading = checkpoints.at(now);
        return new JobReading(
                new Tick(now, elapsed),
                new JobId(String.format("%032x", 99)),
                "orders",
                new JobStatusReading(
                        JobPhase.RUNNING, START, START, counters.length, counters.length, OptionalLong.of(0)),
                topology,
                checkpointReading,
                subtasks,
                partitions,
                stateBackends,
                processes(elapsed.toMillis()),
                new Coverage(processes, processes),
                RestartReading.UNKNOWN,
                states(),
                operators(),
                InsideEvidence.NONE);
    }

    private static boolean hasState(int vertex) {
        return vertex == 2 || vertex == 4 || vertex == 5;
    }

    private SubtaskReading subtask(int vertex, SubtaskId id, long millis) {
        double[] counter = counters[vertex * parallelism + id.index()];
        boolean culprit = troubled && vertex == 5;
        boolean held = troubled && vertex < 5;
        double busy = culprit ? 0.99 : 0.2 + 0.1 * random.nextDouble();
        double backPressured = held ? 0.6 + 0.05 * random.nextDouble() : 0;
        double seconds = INTERVAL.toMillis() / 1000.0;
        counter[BUSY] += busy * seconds * 1000;
        counter[BACK_PRESSURED] += backPressured * seconds * 1000;
        counter[IDLE] += Math.max(0, 1 - busy - backPressured) * seconds * 1000;
        counter[RECORDS] += RECORDS_PER_SECOND * seconds * (0.95 + 0.1 * random.nextDouble());
        counter[CPU] += busy * seconds * 900;
        long records = (long) counter[RECORDS];
        boolean source = vertex == 0;
        return new SubtaskReading(
                id,
                0,
                millis,
                OptionalLong.of((long) counter[BUSY]),
                OptionalLong.of((long) counter[BACK_PRESSURED]),
                OptionalLong.of((long) counter[IDLE]),
                OptionalLong.of(records),
                OptionalLong.of(records),
                OptionalLong.of(START.toEpochMilli() + millis - 2000),
                OptionalDouble.of(culprit ? 1 : 0.1),
                OptionalDouble.of(held ? 1 : 0.1),
                source ? OptionalLong.of(pending() * PARTITIONS_PER_READER) : OptionalLong.empty(),
                process(vertex, id.index()),
                OptionalLong.of((long) counter[CPU]),
                source ? OptionalLong.of(1_000_000) : OptionalLong.empty(),
                OptionalLong.empty());
    }

    private long pending() {
        long calm = 200L + random.nextInt(100);
        return troubled ? calm + 1000L * cycle : calm;
    }

    private void addPartitions(List<PartitionReading> partitions, SubtaskId id) {
        long records = (long) counters[id.index()][RECORDS] / PARTITIONS_PER_READER;
        for (int i = 0; i < PARTITIONS_PER_READER; i++) {
            partitions.add(new PartitionReading(
                    id,
                    "orders",
                    id.index() * PARTITIONS_PER_READER + i,
                    OptionalLong.of(records),
                    OptionalLong.of(Math.max(0, records - 5000)),
                    OptionalLong.of(pending())));
        }
    }

    private StateBackendReading state(SubtaskId id, String state) {
        long grown = troubled && state.equals("pending") ? cycle * MIB : 0;
        return new StateBackendReading(
                id,
                state,
                OptionalLong.of(100_000),
                OptionalLong.of(200 * MIB + grown),
                OptionalLong.of((8 + random.nextInt(16)) * MIB),
                OptionalLong.of(random.nextInt(64) * MIB),
                OptionalLong.of(0),
                OptionalLong.of(0),
                OptionalLong.of(0),
                OptionalLong.of(random.nextInt(5)),
                OptionalLong.of(0),
                OptionalLong.of(60 * MIB),
                OptionalLong.of(64 * MIB),
                OptionalLong.of(MIB),
                OptionalLong.of(0),
                OptionalLong.of(random.nextInt(2)),
                OptionalLong.of(cycle * 1000L),
                OptionalLong.of(MIB),
                OptionalLong.of(1),
                OptionalLong.of(50_000),
                OptionalLong.of(1000));
    }

    private String process(int vertex, int index) {
        return "taskmanager-" + (vertex * parallelism + index) % processes;
    }

    private List<ProcessReading> processes(long millis) {
        List<ProcessReading> readings = new ArrayList<>(processes);
        for (int i = 0; i < processes; i++) {
            readings.add(new ProcessReading(
                    "taskmanager-" + i,
                    millis,
                    OptionalLong.of((1000 + random.nextInt(200)) * MIB),
                    OptionalLong.of(4096 * MIB),
                    OptionalDouble.of(0.01 * random.nextDouble()),
                    OptionalLong.of((6000 + random.nextInt(50)) * MIB),
                    OptionalLong.of(8192 * MIB),
                    OptionalLong.of(30_000 * MIB),
                    OptionalLong.of(100_000 * MIB),
                    OptionalLong.of(150 * MIB),
                    OptionalLong.of(256 * MIB),
                    OptionalLong.of(100 * MIB),
                    OptionalLong.of(512 * MIB),
                    OptionalLong.of(2048 * MIB),
                    OptionalLong.of(2048 * MIB),
                    OptionalDouble.of(0.3)));
        }
        return readings;
    }

    private List<StateDeclaration> states() {
        List<StateDeclaration> states = new ArrayList<>();
        for (int vertex = 0; vertex < NAMES.size(); vertex++) {
            if (hasState(vertex)) {
                for (String state : STATES) {
                    states.add(new StateDeclaration(
                            ids.get(vertex), state, "MapState", "LongSerializer", Optional.empty()));
                }
            }
        }
        return states;
    }

    private List<OperatorReading> operators() {
        List<OperatorReading> operators = new ArrayList<>();
        for (int vertex = 0; vertex < NAMES.size(); vertex++) {
            operators.add(new OperatorReading(ids.get(vertex), NAMES.get(vertex), Optional.of(true)));
        }
        return operators;
    }
}
