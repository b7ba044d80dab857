/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.JobStatusReading;
import dev.flinkvitals.signals.PartitionReading;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.RestartReading;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A job whose counters run with the load that a test gives it: orders -> enrich -> sink, two subtasks each. */
public final class SimulatedJob {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    public static final VertexId SOURCE = vertex(1);
    public static final VertexId ENRICH = vertex(2);
    public static final VertexId SINK = vertex(3);
    public static final int PARALLELISM = 2;

    public Topology topology = new Topology(List.of(
            new Topology.Vertex(SOURCE, "orders", PARALLELISM, 128, List.of()),
            new Topology.Vertex(ENRICH, "enrich", PARALLELISM, 128, List.of(SOURCE)),
            new Topology.Vertex(SINK, "orders-db sink", PARALLELISM, 128, List.of(ENRICH))));
    public JobPhase phase = JobPhase.RUNNING;
    public int tasksRunning = 6;
    public OptionalLong restarts = OptionalLong.of(0);
    public int attempt = 1;
    public Optional<CheckpointSettings> settings = Optional.of(settings("EmbeddedRocksDBStateBackend", 0));
    public Optional<Boolean> checkpointing = Optional.of(true);
    public List<CheckpointSample> history = List.of();
    public Duration checkpointAge = Duration.ofSeconds(5);
    public boolean reportsLoad = true;
    public boolean reportsPending = true;
    public boolean partitionsOfUnknownLag;
    public double pendingPerSourceSubtask;
    public double pendingGrowthPerSecond;
    public List<PartitionReading> partitions = List.of();
    public OptionalLong pendingCommittables = OptionalLong.empty();
    public OptionalLong watermarkLagMillis = OptionalLong.empty();
    public List<StateBackendReading> stateBackends = List.of(rocksDb());
    public InsideEvidence inside = InsideEvidence.NONE;
    public OptionalDouble heapShare = OptionalDouble.of(0.3);
    public OptionalDouble gcShare = OptionalDouble.of(0.01);
    public OptionalDouble stateShare = OptionalDouble.of(0.2);
    public RestartReading failed = RestartReading.UNKNOWN;
    public Coverage coverage = new Coverage(1, 1);

    private final Map<SubtaskId, Load> loads = new HashMap<>();
    private final Map<SubtaskId, double[]> counters = new HashMap<>();
    private Duration elapsed = Duration.ZERO;

    private record Load(double busy, double backPressured, double recordsPerSecond) {}

    public SimulatedJob() {
        load(SOURCE, 0.2, 0);
        load(ENRICH, 0.3, 0);
        load(SINK, 0.3, 0);
    }

    public static VertexId vertex(int number) {
        return new VertexId(String.format("%032x", number));
    }

    public static CheckpointSettings settings(String backend, int tolerable) {
        return new CheckpointSettings(
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ZERO,
                tolerable,
                false,
                Optional.of(backend),
                Optional.empty(),
                1,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("s3://bucket/savepoints"));
    }

    public static StateBackendReading rocksDb() {
        return rocksDb(OptionalLong.of(0), OptionalLong.of(0), OptionalLong.of(2), OptionalLong.of(0));
    }

    public static StateBackendReading rocksDb(
            OptionalLong stopped, OptionalLong delayedRate, OptionalLong level0Files, OptionalLong backgroundErrors) {
        OptionalLong none = OptionalLong.empty();
        return new StateBackendReading(
                new SubtaskId(ENRICH, 1),
                "customers",
                none,
                none,
                none,
                OptionalLong.of(0),
                stopped,
                delayedRate,
                backgroundErrors,
                level0Files,
                OptionalLong.of(0),
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
    }

    /** A completed checkpoint of the given duration and size, without details. */
    public static List<CheckpointSample> checkpoints(Duration took, long stateBytes) {
        return List.of(new CheckpointSample(
                7,
                CheckpointSample.Kind.CHECKPOINT,
                CheckpointSample.Status.COMPLETED,
                false,
                START,
                Optional.of(took),
                Optional.of(START.plus(took)),
                stateBytes,
                stateBytes,
                0,
                0,
                6,
                6,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of()));
    }

    public void load(VertexId vertex, double busy, double backPressured) {
        for (int i = 0; i < PARALLELISM; i++) {
            load(vertex, i, busy, backPressured);
        }
    }

    public void load(VertexId vertex, int index, double busy, double backPressured) {
        loads.put(new SubtaskId(vertex, index), new Load(busy, backPressured, 500));
    }

    /** Backpressure all the time: the vertex reads nothing. */
    public void holdUp(VertexId vertex) {
        for (int i = 0; i < PARALLELISM; i++) {
            loads.put(new SubtaskId(vertex, i), new Load(0, 1, 0));
        }
    }

    /** Lets the job run and reads it. */
    public JobReading advance(Duration step) {
        elapsed = elapsed.plus(step);
        double seconds = Times.seconds(step);
        loads.forEach((id, load) -> {
            double[] counter = counters.computeIfAbsent(id, i -> new double[4]);
            counter[0] += load.busy() * seconds * 1000;
            counter[1] += load.backPressured() * seconds * 1000;
            counter[2] += (1 - load.busy() - load.backPressured()) * seconds * 1000;
            counter[3] += load.recordsPerSecond() * seconds;
        });
        pendingPerSourceSubtask = Math.max(0, pendingPerSourceSubtask + pendingGrowthPerSecond * seconds);
        return read();
    }

    /** Runs in steps of a second and gives the last judgement. */
    public Assessment run(HealthModel model, Duration time) {
        Assessment last = model.assess(advance(Duration.ofSeconds(1)));
        for (long i = 1; i < time.toSeconds(); i++) {
            last = model.assess(advance(Duration.ofSeconds(1)));
        }
        return last;
    }

    /** Starts all tasks again: a new attempt whose counters begin at zero. */
    public void restart() {
        attempt++;
        counters.clear();
        restarts = OptionalLong.of(restarts.orElse(0) + 1);
    }

    private JobReading read() {
        Instant now = START.plus(elapsed);
        return new JobReading(
                new Tick(now, elapsed),
                new JobId("0".repeat(32)),
                "orders",
                new JobStatusReading(phase, START, START, tasksRunning, 6, restarts),
                topology,
                new CheckpointReading(
                        settings,
                        checkpointing,
                        history,
                        List.of(),
                        Optional.of(now.minus(checkpointAge)),
                        Optional.empty()),
                subtasks(now),
                partitionsOfUnknownLag ? List.of(partition()) : partitions,
                stateBackends,
                List.of(process()),
                coverage,
                failed,
                List.of(),
                List.of(),
                inside);
    }

    private static PartitionReading partition() {
        return new PartitionReading(
                new SubtaskId(SOURCE, 0), "orders", 0, OptionalLong.of(7), OptionalLong.empty(), OptionalLong.empty());
    }

    private List<SubtaskReading> subtasks(Instant now) {
        List<SubtaskReading> readings = new ArrayList<>();
        counters.forEach((id, counter) -> {
            boolean source = id.vertex().equals(SOURCE);
            readings.add(new SubtaskReading(
                    id,
                    attempt,
                    elapsed.toMillis(),
                    reported(counter[0]),
                    reported(counter[1]),
                    reported(counter[2]),
                    reported(counter[3]),
                    reported(counter[3]),
                    source && watermarkLagMillis.isPresent()
                            ? OptionalLong.of(now.toEpochMilli() - watermarkLagMillis.getAsLong())
                            : OptionalLong.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    source && reportsPending
                            ? OptionalLong.of(Math.round(pendingPerSourceSubtask))
                            : OptionalLong.empty(),
                    "tm-1",
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    id.vertex().equals(SINK) ? pendingCommittables : OptionalLong.empty()));
        });
        return readings;
    }

    private OptionalLong reported(double counter) {
        return reportsLoad ? OptionalLong.of(Math.round(counter)) : OptionalLong.empty();
    }

    private ProcessReading process() {
        OptionalLong limit = OptionalLong.of(100_000_000);
        return new ProcessReading(
                "taskmanager-1",
                elapsed.toMillis(),
                ofLimit(heapShare),
                limit,
                gcShare,
                OptionalLong.of(40_000_000),
                limit,
                ofLimit(stateShare),
                limit,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty());
    }

    private static OptionalLong ofLimit(OptionalDouble share) {
        return share.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Math.round(share.getAsDouble() * 100_000_000));
    }
}
