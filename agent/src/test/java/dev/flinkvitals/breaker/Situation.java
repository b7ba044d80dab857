/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.breaker.actors.OtherActors;
import dev.flinkvitals.breaker.preflight.Preflight;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.capacity.CapacityOutlook;
import dev.flinkvitals.health.checkpoint.CheckpointAttribution;
import dev.flinkvitals.health.checkpoint.CheckpointPace;
import dev.flinkvitals.health.checkpoint.CheckpointVitals;
import dev.flinkvitals.health.exhaustion.ExhaustionForecast;
import dev.flinkvitals.health.exhaustion.Resource;
import dev.flinkvitals.health.lag.LagVitals;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.health.recovery.RecoveryOutlook;
import dev.flinkvitals.health.score.Band;
import dev.flinkvitals.health.stability.StabilityVitals;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.JobFailure;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.JobStatusReading;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.RestartReading;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A job and its world at one moment. It starts as a healthy job that has run for an hour, in which every rule passes; tests
 * change the one thing that they are about.
 */
public final class Situation {
    public static final JobId JOB = new JobId("00000000000000000000000000000001");
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    public static final SnapshotConfig CONFIG = config(SnapshotConfig.Mode.ACTIVE);

    public JobId job = JOB;
    public Duration elapsed = Duration.ofHours(1);
    public double confidence = 1.0;
    public JobPhase phase = JobPhase.RUNNING;
    public int tasksRunning = 4;
    public Instant since = START;
    public Optional<Instant> restoredAt = Optional.empty();
    public OptionalDouble exposure = OptionalDouble.of(1.0);
    public OptionalInt failures = OptionalInt.of(0);
    public Optional<Duration> expectedSavepoint = Optional.of(Duration.ofSeconds(60));
    public Optional<Duration> durationP95 = Optional.of(Duration.ofSeconds(10));
    public Optional<CheckpointSettings> settings = Optional.of(settings(3, false));
    public List<OptionalDouble> backPressured = List.of(OptionalDouble.of(0.1), OptionalDouble.of(0.0));
    public Optional<Duration> pendingAge = Optional.empty();
    public List<ExhaustionForecast> forecasts = List.of();
    public boolean leader = true;
    public Optional<Boolean> inProgress = Optional.of(false);
    public Optional<String> directory = Optional.of("s3://bucket/savepoints");
    public Optional<PreflightEvidence.CanaryResult> canary =
            Optional.of(new PreflightEvidence.CanaryResult(true, Duration.ofMillis(200), "wrote s3://bucket/c"));
    public Optional<OtherActors> actors = Optional.of(new OtherActors(List.of(), List.of()));
    public Optional<Duration> sinceCheckpoint = Optional.of(Duration.ofMinutes(1));
    public Optional<CheckpointAttribution> attribution = Optional.empty();
    public CheckpointPace pace = new CheckpointPace(
            Optional.of(Duration.ofSeconds(2)),
            Optional.empty(),
            Optional.of(new CheckpointPace.Upload(new VertexId("%032x".formatted(1)), 9e6, 10e6)),
            OptionalLong.of(2_000_000_000),
            OptionalLong.of(20_000_000));
    public List<ProcessReading> processes = List.of(
            process(ProcessReading.JOB_MANAGER, OptionalLong.of(500), OptionalLong.empty()),
            process("tm-1", OptionalLong.of(500), OptionalLong.of(400)));
    public List<StateBackendReading> stateBackends = List.of();
    public List<JobFailure> jobFailures = List.of();
    public Coverage coverage = new Coverage(1, 1);
    public RecoveryOutlook recovery = RecoveryOutlook.UNKNOWN;
    public List<CheckpointSample> history = List.of();
    public List<SubtaskReading> subtasks = List.of();
    public Topology topology = new Topology(List.of(vertex(1, 1), vertex(2, 2, 1)));
    public boolean statisticsKnown = true;
    public Optional<Duration> deadline = Optional.empty();
    public Wish.Support support = new Wish.Support(List.of("level", "trend"), 4, 4);

    public static SnapshotConfig config(SnapshotConfig.Mode mode) {
        return config(mode, Duration.ofMinutes(30), 6);
    }

    public static SnapshotConfig config(SnapshotConfig.Mode mode, Duration minInterval, int maxPerDay) {
        Map<Policy, SnapshotConfig.Mode> policies = new EnumMap<>(Policy.class);
        for (Policy policy : Policy.values()) {
            policies.put(policy, SnapshotConfig.Mode.ACTIVE);
        }
        return new SnapshotConfig(
                mode,
                policies,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                2.0,
                Duration.ofMinutes(10),
                minInterval,
                maxPerDay,
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5));
    }

    /** A vertex by its number, with the numbers of its inputs. */
    public static Topology.Vertex vertex(int number, int parallelism, int... inputs) {
        return new Topology.Vertex(
                new VertexId("%032x".formatted(number)),
                "vertex-" + number,
                parallelism,
                128,
                IntStream.of(inputs)
                        .mapToObj(input -> new VertexId("%032x".formatted(input)))
                        .toList());
    }

    /** A process with a heap and local state that may take 1000 bytes each. */
    public static ProcessReading process(String id, OptionalLong heapAfterGc, OptionalLong state) {
        OptionalLong unknown = OptionalLong.empty();
        return new ProcessReading(
                id,
                0,
                heapAfterGc,
                OptionalLong.of(1000),
                OptionalDouble.empty(),
                unknown,
                unknown,
                state,
                OptionalLong.of(1000),
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                OptionalDouble.empty());
    }

    public static CheckpointSettings settings(int tolerable, boolean unaligned) {
        return settings(tolerable, unaligned, Optional.of("EmbeddedRocksDBStateBackend"));
    }

    public static CheckpointSettings settings(int tolerable, boolean unaligned, Optional<String> backend) {
        return new CheckpointSettings(
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                Duration.ZERO,
                tolerable,
                unaligned,
                backend,
                Optional.empty(),
                1,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static ExhaustionForecast forecast(Duration low, boolean actionable) {
        return new ExhaustionForecast(
                Resource.LOCAL_STATE,
                "tm-1",
                0.75,
                1e6,
                low.multipliedBy(2),
                low,
                low.multipliedBy(3),
                0.9,
                actionable,
                Optional.empty());
    }

    /** A resource runs out in 20 minutes at the earliest. */
    public Situation runningOut() {
        forecasts = List.of(forecast(Duration.ofMinutes(20), true));
        return this;
    }

    public Situation overdue() {
        exposure = OptionalDouble.of(2.5);
        return this;
    }

    public Situation later(Duration duration) {
        elapsed = elapsed.plus(duration);
        return this;
    }

    public static Wish wish(JobId job, Action action, String incident) {
        Policy policy = action == Action.CHECKPOINT ? Policy.EXPOSURE : Policy.DISK;
        return new Wish(
                job,
                policy,
                action,
                incident,
                "wished",
                Optional.empty(),
                Optional.empty(),
                new Wish.Support(List.of("one", "two"), 4, 4));
    }

    public static Wish reworded(Wish wish, String reason) {
        return new Wish(
                wish.job(),
                wish.policy(),
                wish.action(),
                wish.incident(),
                reason,
                wish.deadline(),
                wish.place(),
                wish.support());
    }

    public Tick tick() {
        return new Tick(START.plus(elapsed), elapsed);
    }

    public Assessment assessment() {
        List<VertexLoad> vertices = new ArrayList<>();
        for (int i = 0; i < backPressured.size(); i++) {
            OptionalDouble unknown = OptionalDouble.empty();
            vertices.add(new VertexLoad(
                    new VertexId("%032x".formatted(i + 1)),
                    "vertex-" + (i + 1),
                    unknown,
                    unknown,
                    backPressured.get(i),
                    unknown,
                    unknown,
                    unknown,
                    0));
        }
        return new Assessment(
                tick(),
                job,
                "orders",
                phase,
                OptionalDouble.of(80),
                OptionalDouble.of(80),
                Band.GREEN,
                confidence,
                List.of(),
                Optional.empty(),
                forecasts,
                new CheckpointVitals(
                        Optional.of(Duration.ofMinutes(3)),
                        exposure,
                        failures,
                        pendingAge,
                        durationP95,
                        expectedSavepoint,
                        Optional.empty(),
                        pace,
                        attribution),
                LagVitals.UNKNOWN,
                vertices,
                List.of(),
                List.of(),
                CapacityOutlook.UNKNOWN,
                recovery,
                List.of(),
                List.of(),
                List.of(),
                StabilityVitals.UNKNOWN);
    }

    public JobReading reading() {
        return new JobReading(
                tick(),
                job,
                "orders",
                new JobStatusReading(phase, since, START, tasksRunning, 4, OptionalLong.of(0)),
                topology,
                checkpoints(),
                subtasks,
                List.of(),
                stateBackends,
                processes,
                coverage,
                new RestartReading(Optional.empty(), Optional.empty(), jobFailures, List.of()),
                List.of(),
                List.of(),
                InsideEvidence.NONE);
    }

    private CheckpointReading checkpoints() {
        return statisticsKnown
                ? new CheckpointReading(
                        settings,
                        Optional.of(true),
                        history,
                        List.of(),
                        sinceCheckpoint.map(age -> tick().at().minus(age)),
                        restoredAt)
                : CheckpointReading.UNKNOWN;
    }

    public PreflightEvidence evidence() {
        return new PreflightEvidence(leader, inProgress, directory, canary, actors);
    }

    /** A wish for an action with what speaks for it in this situation. */
    public Wish wish(Action action) {
        return new Wish(
                job,
                action == Action.CHECKPOINT ? Policy.EXPOSURE : action == Action.RESTART ? Policy.RESTART : Policy.DISK,
                action,
                "incident",
                "wished",
                deadline,
                Optional.empty(),
                support);
    }

    /** What the rules look at. */
    public Preflight preflight(Action action) {
        return new Preflight(wish(action), assessment(), reading(), evidence(), CONFIG);
    }

    public Wish wish(SnapshotBreaker breaker) {
        breaker.observe(assessment(), reading());
        return breaker.wish(SnapshotConfig.Mode.ACTIVE).orElseThrow(() -> new AssertionError("expected a wish"));
    }

    public Decision decide(SnapshotBreaker breaker) {
        return decide(breaker, wish(breaker));
    }

    public Decision decide(SnapshotBreaker breaker, Wish wish) {
        return breaker.decide(wish, assessment(), reading(), evidence(), Surroundings.ASSUMED_FREE);
    }
}
