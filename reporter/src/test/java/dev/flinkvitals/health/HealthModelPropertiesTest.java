/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flinkvitals.config.ConfigParser;
import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.health.judgement.ComponentAssessment;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.RandomRecords;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every reading, however absurd. */
class HealthModelPropertiesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final HealthConfig CONFIG = ConfigParser.parse(Map.of("vitals.health.window", "5 s"), Map.of())
            .config()
            .health();

    @Test
    void noReadingMakesItThrowOrLeaveTheScale() {
        Random random = new Random(7);
        RandomRecords records = new RandomRecords(random);
        for (int job = 0; job < 20; job++) {
            HealthModel model = new HealthModel(CONFIG);
            for (int cycle = 1; cycle <= 100; cycle++) {
                Assessment assessment = model.assess(at(records.next(JobReading.class), cycle));

                assessment.score().ifPresent(score -> assertThat(score).isBetween(0.0, 100.0));
                assessment.rawScore().ifPresent(score -> assertThat(score).isBetween(0.0, 100.0));
                assertThat(assessment.confidence()).isBetween(0.0, 1.0);
                assessment
                        .rawScore()
                        .ifPresent(score -> assertThat(points(assessment)).isCloseTo(100 - score, within(1e-6)));
            }
        }
    }

    @Test
    void theOrderOfWhatIsInAReadingDoesNotMatter() {
        RandomRecords records = new RandomRecords(new Random(8));
        Random shuffle = new Random(9);
        for (int job = 0; job < 10; job++) {
            HealthModel one = new HealthModel(CONFIG);
            HealthModel other = new HealthModel(CONFIG);
            SimulatedJob simulated = new SimulatedJob();
            for (int cycle = 1; cycle <= 60; cycle++) {
                if (cycle == 20) {
                    simulated.load(SimulatedJob.SINK, 1, 0);
                    simulated.load(SimulatedJob.ENRICH, 0, 1);
                    simulated.load(SimulatedJob.SOURCE, 0.1, 0.9);
                    simulated.pendingGrowthPerSecond = 100;
                }
                JobReading reading = job % 2 == 0
                        ? simulated.advance(Duration.ofSeconds(1))
                        : distinct(at(records.next(JobReading.class), cycle));

                assertThat(other.assess(shuffled(reading, shuffle))).isEqualTo(one.assess(reading));
            }
        }
    }

    static Stream<Arguments> worse() {
        return Stream.of(
                Arguments.argumentSet("older checkpoints", (Consumer<SimulatedJob>)
                        job -> job.checkpointAge = job.checkpointAge.multipliedBy(8)),
                Arguments.argumentSet("more garbage collection", (Consumer<SimulatedJob>)
                        job -> job.gcShare = OptionalDouble.of(0.25)),
                Arguments.argumentSet(
                        "a fuller heap", (Consumer<SimulatedJob>) job -> job.heapShare = OptionalDouble.of(0.95)),
                Arguments.argumentSet(
                        "more local state", (Consumer<SimulatedJob>) job -> job.stateShare = OptionalDouble.of(0.93)),
                Arguments.argumentSet(
                        "a busier sink", (Consumer<SimulatedJob>) job -> job.load(SimulatedJob.SINK, 1, 0)),
                Arguments.argumentSet(
                        "backpressure", (Consumer<SimulatedJob>) job -> job.load(SimulatedJob.SOURCE, 0.1, 0.85)),
                Arguments.argumentSet(
                        "growing lag", (Consumer<SimulatedJob>) job -> job.pendingGrowthPerSecond = 2_000),
                Arguments.argumentSet("missing tasks", (Consumer<SimulatedJob>) job -> job.tasksRunning = 4),
                Arguments.argumentSet("restarts", (Consumer<SimulatedJob>) SimulatedJob::restart),
                Arguments.argumentSet(
                        "a job that is down", (Consumer<SimulatedJob>) job -> job.phase = JobPhase.RESTARTING));
    }

    @ParameterizedTest
    @MethodSource("worse")
    void aWorseInputNeverRaisesTheScore(Consumer<SimulatedJob> change) {
        SimulatedJob job = new SimulatedJob();
        SimulatedJob worse = new SimulatedJob();
        HealthModel model = new HealthModel(CONFIG);
        HealthModel other = new HealthModel(CONFIG);
        double lowest = 100;
        for (int second = 1; second <= 240; second++) {
            if (second == 60) {
                change.accept(worse);
            }
            Assessment good = model.assess(job.advance(Duration.ofSeconds(1)));
            Assessment bad = other.assess(worse.advance(Duration.ofSeconds(1)));
            if (good.rawScore().isPresent()) {
                assertThat(bad.rawScore().orElse(0))
                        .as("second %d", second)
                        .isLessThanOrEqualTo(good.rawScore().getAsDouble() + 1e-9);
                lowest = Math.min(lowest, bad.rawScore().orElse(0));
            }
        }
        assertThat(lowest).as("it costs something").isLessThan(99);
    }

    private static double points(Assessment assessment) {
        return assessment.components().stream()
                .mapToDouble(component -> component.fold(
                        ComponentAssessment.Scored::points, ComponentAssessment.Unknown::points, none -> 0.0))
                .sum();
    }

    private static JobReading at(JobReading reading, int second) {
        return with(reading, new Tick(START.plusSeconds(second), Duration.ofSeconds(second)), null);
    }

    /** One reading for each subtask, partition, state and process, as a real cycle has it. */
    private static JobReading distinct(JobReading r) {
        return new JobReading(
                r.tick(),
                r.id(),
                r.name(),
                r.status(),
                r.topology(),
                r.checkpoints(),
                first(r.subtasks(), s -> s.id()),
                first(r.partitions(), p -> p.topic() + p.partition()),
                first(r.stateBackends(), b -> b.subtask() + b.state()),
                first(r.processes(), p -> p.processId()),
                r.coverage(),
                r.restarts(),
                first(r.states(), s -> s.vertex() + s.name()),
                r.operators(),
                r.inside());
    }

    private static <T> List<T> first(List<T> all, Function<T, Object> key) {
        Map<Object, T> byKey = new LinkedHashMap<>();
        all.forEach(element -> byKey.putIfAbsent(key.apply(element), element));
        return List.copyOf(byKey.values());
    }

    private static JobReading shuffled(JobReading reading, Random random) {
        return with(reading, reading.tick(), random);
    }

    private static JobReading with(JobReading r, Tick tick, @Nullable Random order) {
        return new JobReading(
                tick,
                r.id(),
                r.name(),
                r.status(),
                r.topology(),
                r.checkpoints(),
                shuffled(r.subtasks(), order),
                shuffled(r.partitions(), order),
                shuffled(r.stateBackends(), order),
                shuffled(r.processes(), order),
                r.coverage(),
                r.restarts(),
                shuffled(r.states(), order),
                r.operators(),
                new InsideEvidence(
                        shuffled(r.inside().threads(), order),
                        shuffled(r.inside().keyGroups(), order)));
    }

    private static <T> List<T> shuffled(List<T> all, @Nullable Random order) {
        List<T> copy = new ArrayList<>(all);
        if (order != null) {
            Collections.shuffle(copy, order);
        }
        return copy;
    }
}
