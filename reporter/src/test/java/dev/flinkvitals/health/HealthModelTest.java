/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.health.capacity.Bottleneck;
import dev.flinkvitals.health.judgement.Component;
import dev.flinkvitals.health.judgement.ComponentAssessment;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.lag.LagVitals;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.health.score.Band;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.JobPhase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The whole model on a simulated job with windows of 5 s, read every second. */
class HealthModelTest {
    private static final HealthConfig CONFIG = new HealthConfig(
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofMinutes(2),
            Duration.ofSeconds(10),
            Duration.ofMinutes(15));
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** The simulated counters are whole milliseconds. */
    private static final double ROUNDING = 0.05;

    private final HealthModel model = new HealthModel(CONFIG);
    private final SimulatedJob job = new SimulatedJob();

    @Test
    void isGreenWithConfidenceForAHealthyJob() {
        Assessment assessment = job.run(model, MINUTE);
        assertThat(assessment.band()).isEqualTo(Band.GREEN);
        assertThat(assessment.score()).hasValue(100);
        assertThat(assessment.confidence()).isGreaterThan(0.9);
        assertThat(assessment.components())
                .extracting(ComponentAssessment::component)
                .containsExactly(Component.values());
        assertThat(assessment.vertices())
                .extracting(VertexLoad::name)
                .containsExactly("orders", "enrich", "orders-db sink");
    }

    @Test
    void isUnknownAndNotRedWhileAJobIsBeingLearnt() {
        Assessment first = model.assess(job.advance(Duration.ofSeconds(1)));
        assertThat(first.band()).isEqualTo(Band.UNKNOWN);
        assertThat(first.confidence()).isLessThan(0.5);
        assertThat(first.score()).hasValue(79);
    }

    @Test
    void turnsRedAndNamesTheSlowSinkSoonAfterItSlowsDown() {
        job.run(model, MINUTE);
        slowSink();
        Assessment assessment = job.run(model, Duration.ofSeconds(30));
        assertThat(assessment.band()).isEqualTo(Band.RED);
        assertThat(assessment.bottleneck().map(Bottleneck::place))
                .contains(Place.vertex(SimulatedJob.SINK, "orders-db sink"));
        assertThat(assessment.component(Component.CAPACITY).reason())
                .isEqualTo("vertex 'orders-db sink' holds the job back: busy 97 %, its input is backpressured 88 %;"
                        + " the lag grows by 400 records/s");
    }

    @Test
    void recoversWithinAMinuteOfDemoTime() {
        job.run(model, MINUTE);
        slowSink();
        job.run(model, Duration.ofSeconds(30));
        job.load(SimulatedJob.SOURCE, 0.2, 0);
        job.load(SimulatedJob.ENRICH, 0.3, 0);
        job.load(SimulatedJob.SINK, 0.3, 0);
        job.pendingGrowthPerSecond = -5000;
        assertThat(job.run(model, Duration.ofSeconds(90)).band()).isEqualTo(Band.GREEN);
    }

    @Test
    void isRedAtOnceWhenARunningJobRestarts() {
        job.run(model, MINUTE);
        job.phase = JobPhase.RESTARTING;
        Assessment assessment = model.assess(job.advance(Duration.ofSeconds(1)));
        assertThat(assessment.band()).isEqualTo(Band.RED);
        assertThat(assessment.score()).hasValue(0);
        assertThat(assessment.component(Component.STABILITY).reason()).startsWith("the job is down: RESTARTING for ");
    }

    @Test
    void staysRedWhileTheJobIsDownThoughMostEvidenceIsGone() {
        job.run(model, MINUTE);
        job.phase = JobPhase.RESTARTING;
        job.reportsLoad = false;
        job.reportsPending = false;
        job.stateBackends = List.of();
        job.coverage = new Coverage(0, 1);
        Assessment assessment = job.run(model, MINUTE);
        assertThat(assessment.confidence()).isLessThan(0.5);
        assertThat(assessment.band()).isEqualTo(Band.RED);
    }

    @Test
    void takesNoLoadFromTheTimeBeforeARestart() {
        job.run(model, MINUTE);
        job.restart();
        Assessment assessment = job.run(model, Duration.ofSeconds(2));
        assertThat(assessment.vertices()).isEmpty();
        assertThat(job.run(model, MINUTE).vertices())
                .allSatisfy(v -> assertThat(v.recordsInPerSecond()).hasValueCloseTo(1000.0, within(1.0)));
    }

    @Test
    void warnsOfStateThatRunsOutAndThenCallsForAction() {
        job.run(model, MINUTE);
        List<Assessment> assessments = IntStream.range(0, 50)
                .mapToObj(t -> {
                    job.stateShare = OptionalDouble.of(0.2 + 0.012 * t);
                    return model.assess(job.advance(Duration.ofSeconds(1)));
                })
                .toList();
        Assessment last = assessments.get(assessments.size() - 1);
        assertThat(last.forecasts())
                .singleElement()
                .satisfies(f -> assertThat(f.actionable()).isTrue());
        assertThat(last.component(Component.MEMORY).reason())
                .startsWith("local state of taskmanager-1 is used up in about ");
        assertThat(last.band()).isEqualTo(Band.RED);
        assertThat(assessments)
                .as("a warning comes before the call for action")
                .anySatisfy(a -> assertThat(a.forecasts())
                        .anySatisfy(f -> assertThat(f.actionable()).isFalse()));
    }

    @Test
    void neverTakesASilentSourceForOneThatKeepsUp() {
        job.partitionsOfUnknownLag = true;
        job.reportsPending = false;
        Assessment assessment = job.run(model, MINUTE);
        assertThat(assessment.lag()).isEqualTo(LagVitals.UNKNOWN);
        assertThat(assessment.component(Component.LAG))
                .isInstanceOfSatisfying(ComponentAssessment.Unknown.class, unknown -> {
                    assertThat(unknown.reason())
                            .isEqualTo("no source reports how much is waiting: orders; a connector that reports"
                                    + " pendingRecords, or watermarks in wall time, would bring it");
                    assertThat(unknown.lastSeverity()).isEmpty();
                });
        assertThat(assessment.score()).hasValue(79);
        assertThat(assessment.band()).isEqualTo(Band.YELLOW);
    }

    @Test
    void doesNotJudgeTheLagOfSourcesThatHaveNoMetricForIt() {
        job.reportsPending = false;
        Assessment assessment = job.run(model, MINUTE);
        assertThat(assessment.component(Component.LAG))
                .isInstanceOfSatisfying(
                        ComponentAssessment.NotApplicable.class,
                        notApplicable -> assertThat(notApplicable.reason())
                                .isEqualTo(
                                        "no source counts what is waiting, nor gives watermarks in wall time: orders"));
        assertThat(assessment.band()).isEqualTo(Band.GREEN);
    }

    @Test
    void doesNotTrustTheCountOfASourceThatBackpressureStops() {
        job.run(model, MINUTE);
        job.holdUp(SimulatedJob.SOURCE);
        Assessment assessment = job.run(model, MINUTE.multipliedBy(3));
        assertThat(assessment.lag()).isEqualTo(LagVitals.UNKNOWN);
        assertThat(assessment.component(Component.LAG))
                .isInstanceOfSatisfying(
                        ComponentAssessment.Unknown.class,
                        unknown -> assertThat(unknown.reason())
                                .isEqualTo(
                                        "backpressure stops the sources from fetching, so nobody knows how much is waiting by"
                                                + " now: orders"));
    }

    @Test
    void fallsBackToTheWatermarkWhereNoRecordsAreCounted() {
        job.reportsPending = false;
        job.watermarkLagMillis = OptionalLong.of(20_000);
        Assessment assessment = job.run(model, MINUTE);
        assertThat(assessment.lag().seconds()).hasValueCloseTo(20.0, within(0.01));
        // 20 s are twice the target of 10 s
        assertThat(severity(assessment, Component.LAG)).isCloseTo(0.5, within(0.01));
    }

    @Test
    void leavesOutWhatDoesNotApplyAndSaysWhy() {
        job.settings = Optional.of(SimulatedJob.settings("HashMapStateBackend", 0));
        job.stateBackends = List.of();
        job.checkpointing = Optional.of(false);
        Assessment assessment = job.run(model, MINUTE);
        assertThat(assessment.component(Component.ROCKSDB))
                .isEqualTo(new ComponentAssessment.NotApplicable(
                        Component.ROCKSDB, "the job keeps its state in HashMapStateBackend, not in RocksDB or ForSt"));
        assertThat(assessment.component(Component.CHECKPOINT).reason())
                .isEqualTo("checkpointing is off: nothing protects the state of this job;"
                        + " execution.checkpointing.interval switches it on");
        assertThat(assessment.checkpoints().age()).isEmpty();
        assertThat(assessment.band()).isEqualTo(Band.GREEN);
        assertThat(assessment.confidence()).isGreaterThan(0.9);
    }

    @Test
    void isUnknownWithRocksDbWhoseMetricsAreOff() {
        job.stateBackends = List.of();
        assertThat(job.run(model, MINUTE).component(Component.ROCKSDB)).isInstanceOf(ComponentAssessment.Unknown.class);
    }

    @Test
    void losesConfidenceWithTheTaskManagersThatAreNotHeard() {
        double before = job.run(model, MINUTE).confidence();
        job.coverage = new Coverage(1, 4);
        Assessment assessment = job.run(model, Duration.ofSeconds(10));
        assertThat(assessment.confidence()).isCloseTo(before / 4, within(1e-9));
        assertThat(assessment.band()).isEqualTo(Band.UNKNOWN);
    }

    @Test
    void pointsAddUpToWhatIsMissingFromHundred() {
        job.run(model, MINUTE);
        slowSink();
        job.stateBackends = List.of(
                SimulatedJob.rocksDb(OptionalLong.of(0), OptionalLong.of(0), OptionalLong.of(16), OptionalLong.of(0)));
        Assessment assessment = job.run(model, Duration.ofSeconds(40));
        double points = assessment.components().stream()
                .mapToDouble(
                        c -> c.fold(ComponentAssessment.Scored::points, ComponentAssessment.Unknown::points, n -> 0.0))
                .sum();
        assertThat(points).isEqualTo(100 - assessment.rawScore().orElseThrow(), within(1e-9));
    }

    @Test
    void neverScoresHigherForLosingSignals() {
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            long seed = random.nextLong();
            SimulatedJob whole = trouble(seed);
            SimulatedJob deaf = trouble(seed);
            HealthModel wholeModel = new HealthModel(CONFIG);
            HealthModel deafModel = new HealthModel(CONFIG);
            whole.run(wholeModel, Duration.ofSeconds(90));
            deaf.run(deafModel, Duration.ofSeconds(90));
            losses().stream().filter(loss -> random.nextBoolean()).forEach(loss -> loss.accept(deaf));
            for (int second = 0; second < 60; second++) {
                Assessment full = wholeModel.assess(whole.advance(Duration.ofSeconds(1)));
                Assessment less = deafModel.assess(deaf.advance(Duration.ofSeconds(1)));
                assertThat(less.rawScore().orElseThrow())
                        .as("round %s second %s", round, second)
                        .isLessThanOrEqualTo(full.rawScore().orElseThrow() + ROUNDING);
                assertThat(less.score().orElseThrow())
                        .isLessThanOrEqualTo(full.score().orElseThrow() + ROUNDING);
            }
        }
    }

    private static List<Consumer<SimulatedJob>> losses() {
        return List.of(
                j -> j.reportsLoad = false,
                j -> j.reportsPending = false,
                j -> j.stateBackends = List.of(),
                j -> j.stateBackends = List.of(SimulatedJob.rocksDb(
                        OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(0))),
                j -> j.settings = Optional.empty(),
                j -> j.heapShare = OptionalDouble.empty(),
                j -> j.gcShare = OptionalDouble.empty(),
                j -> j.restarts = OptionalLong.empty(),
                j -> j.coverage = new Coverage(0, 2));
    }

    /** A job in a steady, arbitrary amount of trouble. */
    private static SimulatedJob trouble(long seed) {
        Random random = new Random(seed);
        SimulatedJob job = new SimulatedJob();
        job.load(SimulatedJob.SINK, random.nextDouble(), 0);
        job.load(SimulatedJob.SOURCE, 0.05, random.nextDouble() * 0.9);
        job.pendingPerSourceSubtask = random.nextInt(40_000);
        job.checkpointAge = Duration.ofSeconds(random.nextInt(60));
        job.heapShare = OptionalDouble.of(random.nextDouble());
        job.gcShare = OptionalDouble.of(random.nextDouble() * 0.3);
        job.restarts = OptionalLong.of(random.nextInt(3));
        job.stateBackends = List.of(SimulatedJob.rocksDb(
                OptionalLong.of(random.nextInt(2)),
                OptionalLong.of(0),
                OptionalLong.of(random.nextInt(30)),
                OptionalLong.of(0)));
        return job;
    }

    private void slowSink() {
        job.load(SimulatedJob.SOURCE, 0.1, 0.88);
        job.load(SimulatedJob.ENRICH, 0.12, 0.88);
        job.load(SimulatedJob.SINK, 0.97, 0);
        job.pendingGrowthPerSecond = 200;
    }

    private static double severity(Assessment assessment, Component component) {
        return assessment
                .component(component)
                .fold(ComponentAssessment.Scored::severity, u -> Double.NaN, n -> Double.NaN);
    }
}
