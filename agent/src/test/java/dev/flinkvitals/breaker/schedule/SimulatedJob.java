/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.schedule;

import dev.flinkvitals.breaker.PreflightEvidence;
import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import dev.flinkvitals.breaker.actors.OtherActors;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.capacity.CapacityOutlook;
import dev.flinkvitals.health.checkpoint.CheckpointAttribution;
import dev.flinkvitals.health.checkpoint.CheckpointCause;
import dev.flinkvitals.health.checkpoint.CheckpointPace;
import dev.flinkvitals.health.checkpoint.CheckpointVitals;
import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.exhaustion.ExhaustionForecast;
import dev.flinkvitals.health.exhaustion.Resource;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.lag.LagVitals;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.health.recovery.RecoveryOutlook;
import dev.flinkvitals.health.score.Band;
import dev.flinkvitals.health.stability.StabilityVitals;
import dev.flinkvitals.health.state.StateGrowth;
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
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A job as the breaker sees it, at one moment. It starts as a healthy one that has run for an hour and passes every rule of the
 * preflight, with two signals for each condition; whoever uses it changes what it is about. Not thread safe.
 */
public final class SimulatedJob {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final VertexId SOURCE = new VertexId("%032x".formatted(1));
    private static final int MOST_CHECKPOINTS = 10;

    public final JobId id;
    public Duration elapsed = Duration.ofHours(1);
    /** Where the clock of whoever looks begins to count, and by how much its wall clock is wrong. */
    public Duration origin = Duration.ZERO;

    public Duration skew = Duration.ZERO;
    public double confidence = 1;
    public JobPhase phase = JobPhase.RUNNING;
    public Instant since = START;
    public long restarts;
    public OptionalDouble exposure = OptionalDouble.of(1);
    public Duration checkpointAge = Duration.ofMinutes(3);
    public Optional<Duration> expectedSavepoint = Optional.of(Duration.ofSeconds(60));
    public Optional<Duration> timeout = Optional.of(Duration.ofMinutes(10));
    public List<ExhaustionForecast> forecasts = List.of();
    public List<StateGrowth> states = List.of();
    public Optional<CheckpointAttribution> attribution = Optional.empty();
    public Optional<Interval> recoverySeconds = Optional.of(new Interval(30, 60, 120));
    public OptionalLong recordsToReplay = OptionalLong.of(1_000);
    public OptionalDouble sourceRate = OptionalDouble.of(100);
    public OptionalDouble arrivals = OptionalDouble.empty();
    public OptionalDouble backPressured = OptionalDouble.of(0.1);
    public List<CheckpointSample> history = new ArrayList<>();
    public List<JobFailure> failures = new ArrayList<>();
    public List<ProcessReading> processes =
            List.of(process(ProcessReading.JOB_MANAGER, 0), process("tm-1", 0.2), process("tm-2", 0));
    public boolean statisticsKnown = true;
    public boolean leader = true;
    public Optional<CanaryResult> canary = Optional.of(new CanaryResult(true, Duration.ofMillis(200), "written"));

    private long nextCheckpoint = 1;

    /** A healthy job. */
    public SimulatedJob(int number) {
        this.id = new JobId("%032x".formatted(number));
    }

    /** A TaskManager or the JobManager with plenty of room. */
    public static ProcessReading process(String processId, double gcShare) {
        OptionalLong unknown = OptionalLong.empty();
        return new ProcessReading(
                processId,
                0,
                OptionalLong.of(500),
                OptionalLong.of(1_000),
                OptionalDouble.of(gcShare),
                OptionalLong.of(500),
                OptionalLong.of(1_000),
                OptionalLong.of(400),
                OptionalLong.of(1_000_000_000_000L),
                unknown,
                unknown,
                OptionalLong.of(10),
                OptionalLong.of(100),
                unknown,
                unknown,
                OptionalDouble.empty());
    }

    /** A forecast for tm-1 that calls for action. */
    public static ExhaustionForecast forecast(Resource resource, Duration low) {
        return new ExhaustionForecast(
                resource,
                "tm-1",
                0.75,
                1e6,
                low.multipliedBy(2),
                low,
                low.multipliedBy(3),
                0.9,
                true,
                Optional.empty());
    }

    /** State of the source that grows without bound. */
    public static StateGrowth growth(double bytes, double bytesPerSecond) {
        return new StateGrowth(
                SOURCE,
                "source",
                Optional.empty(),
                bytes,
                OptionalDouble.of(bytesPerSecond),
                OptionalDouble.empty(),
                true,
                Optional.empty());
    }

    /** Why checkpoints do not complete, on tm-1. */
    public static CheckpointAttribution because(CheckpointCause cause, double confidence) {
        return new CheckpointAttribution(cause, Place.process("tm-1"), "said the test", List.of(), confidence);
    }

    /** Now, on the clocks of whoever looks. */
    public Tick tick() {
        return new Tick(START.plus(elapsed).plus(skew), elapsed.minus(origin));
    }

    public SimulatedJob later(Duration time) {
        elapsed = elapsed.plus(time);
        return this;
    }

    /** The job restarts and is up again at once. */
    public SimulatedJob restart(Optional<String> processId) {
        restarts++;
        since = tick().at();
        failures.add(0, new JobFailure(tick().at(), "java.lang.Exception", "planted", Optional.empty(), processId));
        while (failures.size() > RestartReading.MOST) {
            failures.remove(failures.size() - 1);
        }
        return this;
    }

    /** A checkpoint of the job that was triggered and ended just now. */
    public SimulatedJob checkpoint(CheckpointSample.Status status) {
        return checkpoint(status, false);
    }

    /** A checkpoint that was triggered and ended just now. */
    public SimulatedJob checkpoint(CheckpointSample.Status status, boolean ours) {
        boolean pending = status == CheckpointSample.Status.IN_PROGRESS;
        long bytes = 1_000_000 + 100_000 * nextCheckpoint;
        history.add(
                0,
                new CheckpointSample(
                        nextCheckpoint++,
                        CheckpointSample.Kind.CHECKPOINT,
                        status,
                        ours,
                        tick().at(),
                        Optional.empty(),
                        pending ? Optional.empty() : Optional.of(tick().at()),
                        bytes,
                        bytes,
                        0,
                        0,
                        1,
                        1,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        List.of()));
        while (history.size() > MOST_CHECKPOINTS) {
            history.remove(history.size() - 1);
        }
        return this;
    }

    public Assessment assessment() {
        OptionalDouble unknown = OptionalDouble.empty();
        return new Assessment(
                tick(),
                id,
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
                        Optional.of(checkpointAge),
                        exposure,
                        OptionalInt.of(0),
                        Optional.empty(),
                        Optional.of(Duration.ofSeconds(10)),
                        expectedSavepoint,
                        Optional.empty(),
                        new CheckpointPace(
                                Optional.of(Duration.ofSeconds(2)),
                                Optional.of(Duration.ofSeconds(2)),
                                Optional.of(new CheckpointPace.Upload(SOURCE, 9e6, 10e6)),
                                OptionalLong.of(2_000_000_000),
                                OptionalLong.of(20_000_000)),
                        attribution),
                LagVitals.UNKNOWN,
                List.of(new VertexLoad(
                        SOURCE, "source", unknown, unknown, backPressured, unknown, sourceRate, unknown, 0)),
                List.of(),
                List.of(),
                new CapacityOutlook(
                        arrivals,
                        Optional.empty(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()),
                new RecoveryOutlook(
                        recordsToReplay,
                        false,
                        recoverySeconds,
                        recoverySeconds,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()),
                List.of(),
                states,
                List.of(),
                StabilityVitals.UNKNOWN);
    }

    public JobReading reading() {
        return new JobReading(
                tick(),
                id,
                "orders",
                new JobStatusReading(phase, since, START, 4, 4, OptionalLong.of(restarts)),
                new Topology(List.of(new Topology.Vertex(SOURCE, "source", 4, 128, List.of()))),
                checkpoints(),
                List.of(),
                List.of(),
                List.of(),
                processes,
                new Coverage(2, 2),
                new RestartReading(Optional.empty(), Optional.empty(), failures, List.of()),
                List.of(),
                List.of(),
                InsideEvidence.NONE);
    }

    private CheckpointReading checkpoints() {
        if (!statisticsKnown) {
            return CheckpointReading.UNKNOWN;
        }
        return new CheckpointReading(
                timeout.map(SimulatedJob::settings),
                Optional.of(true),
                history,
                List.of(),
                Optional.of(tick().at().minus(checkpointAge)),
                Optional.empty());
    }

    private static CheckpointSettings settings(Duration timeout) {
        return new CheckpointSettings(
                Duration.ofMinutes(1),
                timeout,
                Duration.ZERO,
                3,
                false,
                Optional.of("EmbeddedRocksDBStateBackend"),
                Optional.empty(),
                1,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public PreflightEvidence evidence() {
        Optional<Boolean> pending = statisticsKnown
                ? Optional.of(history.stream().anyMatch(c -> c.status() == CheckpointSample.Status.IN_PROGRESS))
                : Optional.empty();
        return new PreflightEvidence(
                leader,
                pending,
                Optional.of("s3://bucket/savepoints"),
                canary,
                Optional.of(new OtherActors(List.of(), List.of())));
    }
}
