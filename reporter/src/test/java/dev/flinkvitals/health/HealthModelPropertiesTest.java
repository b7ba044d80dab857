/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flinkvitals.config.ConfigParser;
import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.health.judgement.ComponentAssessment;
import dev.flinkvitals.signals.InsideEvidence;
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
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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
