/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.config.LimitsConfig;
import dev.flinkvitals.health.audit.ConfigurationAudit;
import dev.flinkvitals.health.capacity.Bottleneck;
import dev.flinkvitals.health.capacity.CapacityObserver;
import dev.flinkvitals.health.capacity.CapacityOutlook;
import dev.flinkvitals.health.capacity.CapacityRule;
import dev.flinkvitals.health.capacity.CapacityWatch;
import dev.flinkvitals.health.checkpoint.CheckpointJudge;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.estimate.WindowClock;
import dev.flinkvitals.health.exhaustion.ExhaustionForecast;
import dev.flinkvitals.health.exhaustion.ExhaustionForecaster;
import dev.flinkvitals.health.exhaustion.MemoryRule;
import dev.flinkvitals.health.exhaustion.ProcessLevels;
import dev.flinkvitals.health.finding.FindingBook;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.inside.HotKeyRule;
import dev.flinkvitals.health.judgement.Component;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.lag.JobLag;
import dev.flinkvitals.health.lag.LagObserver;
import dev.flinkvitals.health.lag.LagRule;
import dev.flinkvitals.health.lag.LagTracker;
import dev.flinkvitals.health.lag.PartitionTracker;
import dev.flinkvitals.health.load.JobLoad;
import dev.flinkvitals.health.load.LoadWindows;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.health.recovery.RecoveryEstimator;
import dev.flinkvitals.health.recovery.RecoveryOutlook;
import dev.flinkvitals.health.recovery.RecoveryRule;
import dev.flinkvitals.health.rocksdb.RocksDbHealth;
import dev.flinkvitals.health.rocksdb.RocksDbRule;
import dev.flinkvitals.health.rocksdb.RocksDbTracker;
import dev.flinkvitals.health.score.ComponentMemory;
import dev.flinkvitals.health.score.ScorePublisher;
import dev.flinkvitals.health.score.Verdict;
import dev.flinkvitals.health.skew.SkewRule;
import dev.flinkvitals.health.stability.StabilityRule;
import dev.flinkvitals.health.state.StateGrowthTracker;
import dev.flinkvitals.health.state.StateRule;
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
    private final PartitionTracker partitionTracker;
    private final LagObserver lagObserver;
    private final CapacityWatch capacity = new CapacityWatch();
    private final CapacityObserver capacityObserver;
    private final SkewRule skew = new SkewRule();
    private final CheckpointJudge checkpointJudge;
    private final ConfigurationAudit configurationAudit = new ConfigurationAudit();
    private final ExhaustionForecaster forecaster;
    private final StabilityRule stability;
    private final RecoveryEstimator recoveryEstimator;
    private final RecoveryRule recoveryRule;
    private final RocksDbTracker databases;
    private final RocksDbRule rocksDb = new RocksDbRule();
    private final MemoryRule memory;
    private final StateGrowthTracker stateGrowth;
    private final StateRule stateRule;
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
        partitionTracker = new PartitionTracker(config.lagTarget());
        lagObserver = new LagObserver(config.lagTarget(), config.window());
        capacityObserver = new CapacityObserver(Times.seconds(config.lagTarget()));
        checkpointJudge = new CheckpointJudge(config.window());
        forecaster = new ExhaustionForecaster(config);
        databases = new RocksDbTracker(config.window());
        memory = new MemoryRule(config);
        stateGrowth = new StateGrowthTracker(config.window());
        stateRule = new StateRule(config.window());
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
        JobLoad load = loadWindows.update(reading);
        List<VertexLoad> loads = load.vertices();
        JobLag lag = lagTracker.update(reading, load, windowEnds);
        databases.update(reading);
        List<Observation> hotKeys = HotKeyRule.observe(reading, loads);
        CapacityWatch.Hints hints = CapacityWatch.Hints.of(databases::stallShare, hotKeys);
        capacity.update(reading, load, lag, lagTracker.subtasks(), hints, windowEnds);
        if (windowEnds) {
            partitionTracker.windowEnded(reading, load, lagTracker.subtasks());
        }
        Optional<Bottleneck> bottleneck = capacity.bottleneck();
        CheckpointJudge.Outcome checkpoints = checkpointJudge.judge(reading, bottleneck.map(Bottleneck::place), loads);
        ConfigurationAudit.Outcome configuration = configurationAudit.audit(
                reading, loads, windowEnds, checkpointJudge.baseline().durationP95(), bottleneck.isPresent());
        List<ProcessLevels> processes = forecaster.levels(reading, windowEnds);
        List<ExhaustionForecast> forecasts = forecaster.update(processes);
        MemoryRule.Outcome memoryOutcome =
                memory.judge(processes, forecasts, checkpoints.vitals().expectedSnapshotTime());
        stateGrowth.update(reading, loads, windowEnds);
        loadKnown |= !loads.isEmpty();
        RecoveryOutlook recovery = recoveryEstimator.update(
                reading,
                new RecoveryEstimator.Situation(
                        load, lag, lagTracker.subtasks(), capacity.outlook(), checkpoints.vitals()),
                windowEnds);
        recoveryRule.update(recovery, windowEnds);

        double lagTarget = Times.seconds(config.lagTarget());
        Map<Component, Judgement> judgements = new EnumMap<>(Component.class);
        judgements.put(Component.STABILITY, stability.judge(reading));
        judgements.put(Component.CHECKPOINT, recoveryRule.worsen(checkpoints.judgement()));
        judgements.put(Component.MEMORY, memoryOutcome.judgement());
        judgements.put(Component.CAPACITY, CapacityRule.judge(loads, bottleneck, lag, lagTarget));
        judgements.put(Component.LAG, LagRule.judge(lag, lagTarget, partitionTracker.partitions()));
        RocksDbHealth stateBackend = rocksDb.judge(reading, databases);
        judgements.put(Component.ROCKSDB, stateBackend.judgement());
        judgements.put(Component.STATE, stateRule.judge(reading, stateGrowth));
        judgements.put(Component.SKEW, skew.judge(reading.topology(), load, capacity.outlook()));
        judgements.put(Component.CONFIGURATION, configuration.judgement());
        List<Observation> observations = new ArrayList<>(checkpoints.observations());
        observations.addAll(stability.observe(reading));
        observations.addAll(recoveryRule.observe(reading, recovery, checkpoints.vitals(), lag.vitals()));
        observations.addAll(memoryOutcome.observations());
        observations.addAll(configuration.observations());
        observations.addAll(stateBackend.observations());
        observations.addAll(stateRule.observations(stateGrowth));
        observations.addAll(hotKeys);
        observations.addAll(observeLoad(reading, load, lag, hints, windowEnds));
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
                checkpoints.vitals(),
                lag.vitals(),
                loads,
                book.open(),
                book.closed(),
                capacity.outlook(),
                recovery,
                partitionTracker.partitions(),
                stateGrowth.states(),
                stateBackend.pressures(),
                stability.vitals(reading));
    }

    private List<Observation> observeLoad(
            JobReading reading, JobLoad load, JobLag lag, CapacityWatch.Hints hints, boolean windowEnds) {
        List<Observation> observations = new ArrayList<>(capacityObserver.observe(
                reading, load, lag, partitionTracker.worstSeconds(), capacity, hints, windowEnds));
        Optional<FindingKind> culprit =
                observations.stream().map(Observation::kind).findFirst();
        CapacityOutlook outlook = capacity.outlook();
        observations.addAll(lagObserver.observe(
                reading.topology(), lag, lagTracker, partitionTracker.partitions(), outlook.utilisation(), culprit));
        observations.addAll(
                skew.observe(reading.topology(), load, outlook, capacity.keyed(), hints.hotKeys(), windowEnds));
        return observations;
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
