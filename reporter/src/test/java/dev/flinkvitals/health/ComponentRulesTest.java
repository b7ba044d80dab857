/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.health.capacity.Bottleneck;
import dev.flinkvitals.health.judgement.Component;
import dev.flinkvitals.health.judgement.ComponentAssessment;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.load.SubtaskRates;
import dev.flinkvitals.health.load.VertexLoads;
import dev.flinkvitals.health.score.Band;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Severities of single components, each in an otherwise healthy job after 40 s with windows of 10 s. */
class ComponentRulesTest {
    private static final Duration SETTLED = Duration.ofSeconds(40);
    private static final OptionalLong ZERO = OptionalLong.of(0);

    private static final HealthConfig CONFIG = new HealthConfig(
            Duration.ofSeconds(10),
            Duration.ofMinutes(2),
            Duration.ofMinutes(30),
            Duration.ofSeconds(30),
            Duration.ofMinutes(15));

    private final HealthModel model = new HealthModel(CONFIG);
    private final SimulatedJob job = new SimulatedJob();

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0.5", "2, 0.75", "3, 1", "9, 1"})
    void stabilityCountsRestartsPerHour(int restarts, double severity) {
        job.restarts = OptionalLong.of(restarts);
        assertThat(severity(Component.STABILITY)).isEqualTo(severity);
    }

    @Test
    void stabilityForgetsRestartsAfterAnHour() {
        job.restarts = OptionalLong.of(3);
        model.assess(job.advance(Duration.ofSeconds(1)));
        model.assess(job.advance(Duration.ofMinutes(61)));
        assertThat(severity(Component.STABILITY)).isZero();
    }

    @Test
    void stabilityMindsTasksThatDoNotStart() {
        job.tasksRunning = 5;
        model.assess(job.advance(Duration.ofSeconds(1)));
        // three windows of 10 s
        Assessment assessment = model.assess(job.advance(Duration.ofSeconds(30)));
        ComponentAssessment stability = assessment.component(Component.STABILITY);
        assertThat(stability.reason()).isEqualTo("only 5 of 6 tasks run, for 30 s");
        assertThat(severityOf(stability)).isEqualTo(0.5);
    }

    @Test
    void stabilityIsUnknownBeforeTheJobRan() {
        job.phase = JobPhase.CREATED;
        Assessment assessment = model.assess(job.advance(Duration.ofSeconds(1)));
        assertThat(assessment.component(Component.STABILITY)).isInstanceOf(ComponentAssessment.Unknown.class);
        assertThat(assessment.band()).isEqualTo(Band.UNKNOWN);
    }

    static Stream<Arguments> rocksDb() {
        return Stream.of(
                Arguments.argumentSet("healthy", SimulatedJob.rocksDb(ZERO, ZERO, OptionalLong.of(9), ZERO), 0.0),
                Arguments.argumentSet(
                        "16 files in level 0", SimulatedJob.rocksDb(ZERO, ZERO, OptionalLong.of(16), ZERO), 0.5),
                Arguments.argumentSet(
                        "always stopped",
                        SimulatedJob.rocksDb(OptionalLong.of(1), ZERO, OptionalLong.of(2), ZERO),
                        1.0),
                Arguments.argumentSet(
                        "always delayed",
                        SimulatedJob.rocksDb(ZERO, OptionalLong.of(16 << 20), OptionalLong.of(2), ZERO),
                        1.0),
                Arguments.argumentSet(
                        "a background error", SimulatedJob.rocksDb(ZERO, ZERO, ZERO, OptionalLong.of(1)), 1.0));
    }

    @ParameterizedTest
    @MethodSource("rocksDb")
    void rocksDbIsAsBadAsItsWorstNumber(StateBackendReading reading, double severity) {
        job.stateBackends = List.of(reading);
        ComponentAssessment rocksDb = job.run(model, SETTLED).component(Component.ROCKSDB);
        assertThat(severityOf(rocksDb)).isEqualTo(severity, within(1e-9));
    }

    @Test
    void rocksDbTakesTheMaximumOfAStopThatEachStateRepeats() {
        StateBackendReading stopped = SimulatedJob.rocksDb(OptionalLong.of(1), ZERO, ZERO, ZERO);
        StateBackendReading running = SimulatedJob.rocksDb(ZERO, ZERO, ZERO, ZERO);
        for (int second = 0; second < 40; second++) {
            job.stateBackends = List.of(second % 20 == 19 ? stopped : running);
            model.assess(job.advance(Duration.ofSeconds(1)));
        }
        // 1 of the 11 samples from 0 s to 10 s ago: 0.5 + 0.5 * (1/11) / 0.1
        job.stateBackends = List.of(running, running);
        ComponentAssessment rocksDb =
                model.assess(job.advance(Duration.ofSeconds(1))).component(Component.ROCKSDB);
        assertThat(severityOf(rocksDb)).isGreaterThan(0.5);
        assertThat(rocksDb.reason()).startsWith("RocksDB state 'customers': writes are stopped ");
        assertThat(rocksDb)
                .isInstanceOfSatisfying(
                        ComponentAssessment.Scored.class,
                        scored ->
                                assertThat(scored.place()).isEqualTo(Place.subtask(SimulatedJob.ENRICH, "enrich", 1)));
    }

    @ParameterizedTest
    @CsvSource({"0.05, 0", "0.1, 0.5", "0.2, 0.75", "0.3, 1"})
    void memoryMindsTimeSpentInGarbageCollection(double share, double severity) {
        job.gcShare = OptionalDouble.of(share);
        assertThat(severity(Component.MEMORY)).isEqualTo(severity, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0.85, 0", "0.92, 0.5", "0.98, 1"})
    void memoryMindsAFullHeapThatNoForecastSaw(double share, double severity) {
        job.heapShare = OptionalDouble.of(share);
        assertThat(severity(Component.MEMORY)).isEqualTo(severity, within(1e-9));
    }

    @Test
    void aSingleLongCollectionDoesNotMakeTheHeapBad() {
        job.run(model, SETTLED);
        job.gcShare = OptionalDouble.of(0.4);
        model.assess(job.advance(Duration.ofSeconds(1)));
        job.gcShare = OptionalDouble.of(0.01);
        assertThat(severity(Component.MEMORY)).isZero();
    }

    @Test
    void capacityCostsAtMostHalfWhileTheJobKeepsUp() {
        job.load(SimulatedJob.SINK, 0.99, 0);
        job.load(SimulatedJob.SOURCE, 0.05, 0.9);
        assertThat(severity(Component.CAPACITY)).isEqualTo(0.5);
    }

    @Test
    void capacityCostsEverythingWhenTheLagRises() {
        job.load(SimulatedJob.SINK, 0.99, 0);
        job.load(SimulatedJob.SOURCE, 0.05, 0.9);
        job.pendingGrowthPerSecond = 100;
        assertThat(severity(Component.CAPACITY)).isEqualTo(1.0);
    }

    @Test
    void capacityNamesTheSkewedSubtask() {
        job.load(SimulatedJob.SINK, 1, 0.98, 0);
        job.load(SimulatedJob.SOURCE, 0.05, 0.9);
        job.load(SimulatedJob.ENRICH, 0.1, 0.9);
        Optional<Bottleneck> bottleneck = job.run(model, SETTLED).bottleneck();
        assertThat(bottleneck.map(Bottleneck::kind)).contains(Bottleneck.Kind.SKEW);
        assertThat(bottleneck.map(Bottleneck::place)).contains(Place.subtask(SimulatedJob.SINK, "orders-db sink", 1));
    }

    @Test
    void aSubtaskThatIsGoneNoLongerCounts() {
        Topology.Vertex sink = job.topology.vertex(SimulatedJob.SINK).orElseThrow();
        SubtaskRates busy = rates(0, 0.9);
        SubtaskRates calm = rates(1, 0.1);
        assertThat(VertexLoads.of(sink, List.of(busy, calm))).hasValueSatisfying(load -> {
            assertThat(load.busyMax()).hasValue(0.9);
            assertThat(load.busyMedian()).hasValue(0.1);
            assertThat(load.busiestSubtask()).isZero();
            assertThat(load.recordsInPerSecond()).hasValue(20);
        });
        assertThat(VertexLoads.of(sink, List.of(calm)))
                .hasValueSatisfying(load -> assertThat(load.busyMax()).hasValue(0.1));
    }

    private static SubtaskRates rates(int index, double busy) {
        return new SubtaskRates(
                new SubtaskId(SimulatedJob.SINK, index),
                OptionalDouble.of(busy),
                OptionalDouble.of(0),
                OptionalDouble.of(1 - busy),
                OptionalDouble.of(10),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                10,
                "tm-1");
    }

    private double severity(Component component) {
        return severityOf(job.run(model, SETTLED).component(component));
    }

    private static double severityOf(ComponentAssessment assessment) {
        return assessment.fold(ComponentAssessment.Scored::severity, u -> Double.NaN, n -> Double.NaN);
    }
}
