/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.config.LimitsConfig;
import dev.flinkvitals.health.capacity.Bottleneck;
import dev.flinkvitals.health.capacity.BottleneckFinder;
import dev.flinkvitals.health.capacity.BottleneckMemory;
import dev.flinkvitals.health.capacity.CapacityOutlook;
import dev.flinkvitals.health.capacity.CapacityRule;
import dev.flinkvitals.health.checkpoint.CheckpointGauge;
import dev.flinkvitals.health.checkpoint.CheckpointRule;
import dev.flinkvitals.health.checkpoint.CheckpointVitals;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.estimate.WindowClock;
import dev.flinkvitals.health.exhaustion.ExhaustionForecast;
import dev.flinkvitals.health.exhaustion.ExhaustionForecaster;
import dev.flinkvitals.health.exhaustion.MemoryRule;
import dev.flinkvitals.health.finding.FindingBook;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.judgement.Component;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.lag.JobLag;
import dev.flinkvitals.health.lag.LagRule;
import dev.flinkvitals.health.lag.LagTracker;
import dev.flinkvitals.health.lag.PartitionLag;
import dev.flinkvitals.health.load.LoadWindows;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.health.load.VertexLoads;
import dev.flinkvitals.health.recovery.RecoveryEstimator;
import dev.flinkvitals.health.recovery.RecoveryOutlook;
import dev.flinkvitals.health.recovery.RecoveryRule;
import dev.flinkvitals.health.rocksdb.RocksDbRule;
import dev.flinkvitals.health.score.ComponentMemory;
import dev.flinkvitals.health.score.ScorePublisher;
import dev.flinkvitals.health.score.Verdict;
import dev.flinkvitals.health.stability.StabilityRule;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Judges one job: each component gets a severity, the severities make the score, and what is not known stays unknown
 * (see {@code docs/health.md}). It keeps windows between cycles, so each job needs its own instance. It reads no clock:
 * {@link JobReading#tick()} says when it is. Not thread-safe.
 */
public final class HealthModel {
    /** Below this time to exhaustion the score falls at once: 5 min at a window of 60 s. */
    private static final double EXHAUSTION_NEAR_WINDOWS = 5;
    /** A job is being learnt until its load is known; meanwhile nothing is certain. */
    private static final double LEARNING = 0.5;

    private final HealthConfig config;
    private final WindowClock windowClock;
    private final LoadWindows loadWindows;
    private final LagTracker lagTracker = new LagTracker();
    private final BottleneckMemory bottlenecks = new BottleneckMemory();
    private final CheckpointGauge checkpointGauge;
    private final ExhaustionForecaster forecaster;
    private final StabilityRule stability;
    private final RecoveryEstimator recoveryEstimator;
    private final RecoveryRule recoveryRule;
    private final RocksDbRule rocksDb;
    private final MemoryRule memory;
    private final Map<Component, ComponentMemory> memories = new EnumMap<>(Component.class);
    private final ScorePublisher publisher;
    private final FindingBook book;
    private boolean loadKnown;

    /**
     * A model for a job of whose surroundings nothing is declared.
     *
     * @param config windows, horizons, targets
     */
    public HealthModel(HealthConfig config) {
        this(config, LimitsConfig.NONE);
    }

    /**
     * A model that knows nothing yet.
     *
     * @param config windows, horizons, targets
     * @param limits what is declared of the job's surroundings
     */
    public HealthModel(HealthConfig config, LimitsConfig limits) {
        this.config = config;
        stability = new StabilityRule(config.window());
        recoveryEstimator = new RecoveryEstimator(config.recoveryObjective());
        recoveryRule = new RecoveryRule(config.recoveryObjective(), limits);
        windowClock = new WindowClock(config.window());
        loadWindows = new LoadWindows(config.window());
        checkpointGauge = new CheckpointGauge(config.window());
        forecaster = new ExhaustionForecaster(config);
        rocksDb = new RocksDbRule(config.window());
        memory = new MemoryRule(config);
        publisher = new ScorePublisher(config);
        book = new FindingBook(config.window());
        for (Component component : Component.values()) {
            memories.put(component, new ComponentMemory(config.window()));
        }
    }

    /**
     * Judges one cycle. Cycles come in the order of their time.
     *
     * @param measured everything that was measured; what cannot be true of it counts as not known
     * @return the judgement
     */
    public Assessment assess(JobReading measured) {
        JobReading reading = PlausibleReading.of(measured);
        Duration elapsed = reading.tick().elapsed();
        boolean windowEnds = windowClock.advance(elapsed);
        List<VertexLoad> loads = VertexLoads.of(reading.topology(), loadWindows.update(reading));
        JobLag lag = lagTracker.update(reading, loads, windowEnds);
        if (windowEnds) {
            bottlenecks.windowEnded(BottleneckFinder.find(reading.topology(), loads, lag));
        }
        Optional<Bottleneck> bottleneck = bottlenecks.named();
        CheckpointVitals checkpoints = checkpointGauge.measure(reading);
        List<ExhaustionForecast> forecasts = forecaster.update(reading.processes());
        loadKnown |= !loads.isEmpty();
        CapacityOutlook capacity = CapacityOutlook.UNKNOWN;
        List<PartitionLag> partitions = List.of();
        RecoveryOutlook recovery = recoveryEstimator.update(
                reading, new RecoveryEstimator.Situation(loads, lag, partitions, capacity, checkpoints), windowEnds);
        recoveryRule.update(recovery, windowEnds);

        double lagTarget = Times.seconds(config.lagTarget());
        Map<Component, Judgement> judgements = new EnumMap<>(Component.class);
        judgements.put(Component.STABILITY, stability.judge(reading));
        judgements.put(Component.CHECKPOINT, recoveryRule.worsen(CheckpointRule.judge(reading, checkpoints)));
        judgements.put(Component.MEMORY, memory.judge(reading.processes(), forecasts));
        judgements.put(Component.CAPACITY, CapacityRule.judge(loads, bottleneck, lag, lagTarget));
        judgements.put(Component.LAG, LagRule.judge(lag, lagTarget));
        judgements.put(Component.ROCKSDB, rocksDb.judge(reading));
        for (Component component : List.of(Component.STATE, Component.SKEW, Component.CONFIGURATION)) {
            judgements.put(component, new Judgement.NotApplicable("not judged yet"));
        }
        List<Observation> observations = new ArrayList<>();
        observations.addAll(stability.observe(reading));
        observations.addAll(recoveryRule.observe(reading, recovery, checkpoints, lag.vitals()));
        book.update(reading.tick(), observations, blind(judgements, reading));

        Verdict verdict = Verdict.of(settle(judgements, reading));
        double confidence = verdict.confidence() * reading.coverage().ratio() * (loadKnown ? 1 : LEARNING);
        ScorePublisher.Published published = publisher.publish(
                verdict, confidence, elapsed, stability.isBroken(reading), isExhaustionNear(forecasts));
        return new Assessment(
                reading.tick(),
                reading.id(),
                reading.name(),
                reading.status().phase(),
                published.score(),
                verdict.rawScore(),
                published.band(),
                confidence,
                verdict.components(),
                bottleneck,
                forecasts,
                checkpoints,
                lag.vitals(),
                loads,
                book.open(),
                book.closed(),
                capacity,
                recovery,
                partitions,
                List.of(),
                stability.vitals(reading));
    }

    private Map<Component, ComponentMemory.Settled> settle(Map<Component, Judgement> judgements, JobReading reading) {
        boolean allHeard = reading.coverage().ratio() >= 1;
        Map<Component, ComponentMemory.Settled> settled = new EnumMap<>(Component.class);
        memories.forEach((component, memory) -> settled.put(
                component,
                memory.settle(
                        Objects.requireNonNull(judgements.get(component)),
                        allHeard || isSeenByJobManager(component),
                        reading.tick().elapsed())));
        return settled;
    }

    private static boolean isSeenByJobManager(Component component) {
        return component == Component.STABILITY
                || component == Component.CHECKPOINT
                || component == Component.CONFIGURATION;
    }

    /** The components of which something may be wrong without being seen in this cycle. */
    private static Set<Component> blind(Map<Component, Judgement> judgements, JobReading reading) {
        boolean allHeard = reading.coverage().ratio() >= 1;
        Set<Component> blind = EnumSet.noneOf(Component.class);
        judgements.forEach((component, judgement) -> {
            boolean missing = judgement.fold(known -> false, lacking -> true, notApplicable -> false);
            if (missing || !(allHeard || isSeenByJobManager(component))) {
                blind.add(component);
            }
        });
        return blind;
    }

    private boolean isExhaustionNear(List<ExhaustionForecast> forecasts) {
        Duration near = Times.times(config.window(), EXHAUSTION_NEAR_WINDOWS);
        return forecasts.stream()
                .anyMatch(f -> f.actionable() && f.timeToExhaustion().compareTo(near) < 0);
    }
}
