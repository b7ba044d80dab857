/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.ProcessReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One process with a limit of 100 MB, read every second in buckets of 3 s. */
class MemoryRuleTest {
    private static final double MB = 1e6;
    private static final double LIMIT = 100 * MB;

    private final HealthConfig config = new HealthConfig(
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofMinutes(2),
            Duration.ofSeconds(10),
            Duration.ofMinutes(15));
    private final ExhaustionForecaster forecaster = new ExhaustionForecaster(config);
    private final MemoryRule rule = new MemoryRule(config);
    private List<ExhaustionForecast> forecasts = List.of();

    private static double flat(int ignoredSecond) {
        return 10 * MB;
    }

    private MemoryRule.Outcome run(
            int seconds, IntToDoubleFunction rss, IntToDoubleFunction metaspace, double metaspaceLimit) {
        MemoryRule.@Nullable Outcome outcome = null;
        for (int t = 0; t < seconds; t++) {
            ProcessLevels levels = levels(t, rss.applyAsDouble(t), metaspace.applyAsDouble(t), metaspaceLimit, 0.01);
            forecasts = forecaster.update(List.of(levels));
            outcome = rule.judge(List.of(levels), forecasts, Optional.of(Duration.ofMinutes(1)));
        }
        return Objects.requireNonNull(outcome);
    }

    private static ProcessLevels levels(int second, double rss, double metaspace, double metaspaceLimit, double gc) {
        List<ResourceLevel> levels = new ArrayList<>();
        levels.add(new ResourceLevel(Resource.METASPACE, "tm-1", second * 1000L, metaspace, metaspaceLimit));
        levels.add(new ResourceLevel(Resource.PROCESS_MEMORY, "tm-1", second * 1000L, rss, LIMIT));
        return new ProcessLevels(
                "tm-1", second * 1000L, levels, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(gc));
    }

    @Test
    void saysThatNativeMemoryGrowsWhenNoPoolDoes() {
        MemoryRule.Outcome outcome = run(75, t -> (20 + t) * MB, MemoryRuleTest::flat, LIMIT);
        assertThat(forecasts).singleElement().satisfies(forecast -> {
            assertThat(forecast.resource()).isEqualTo(Resource.PROCESS_MEMORY);
            assertThat(forecast.pool()).contains(MemoryPool.NATIVE_MEMORY);
            assertThat(forecast.actionable()).isTrue();
        });
        assertThat(outcome.observations()).singleElement().satisfies(observation -> {
            assertThat(observation.kind()).isEqualTo(FindingKind.RESOURCE_RUNS_OUT);
            assertThat(observation.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(observation.cause()).isEqualTo("process_memory");
            assertThat(observation.place()).isEqualTo(Place.process("tm-1"));
            assertThat(observation.reason()).contains("what grows most is native memory outside the JVM's pools");
        });
    }

    @Test
    void saysThatItIsTooLateForASavepointThatTakesLongerThanTheTimeLeft() {
        // At 94 % and 1 MB/s about 6 s are left, a savepoint takes 1 min.
        assertThat(run(75, t -> (20 + t) * MB, MemoryRuleTest::flat, LIMIT).observations())
                .singleElement()
                .satisfies(observation -> assertThat(observation.reason())
                        .endsWith("; too late for a savepoint, which would take about 1 min"));
    }

    @Test
    void namesThePoolThatGrowsWithTheProcess() {
        run(70, t -> (20 + t) * MB, t -> (5 + t) * MB, 4 * LIMIT);
        assertThat(forecasts)
                .singleElement()
                .satisfies(forecast -> assertThat(forecast.pool()).contains(MemoryPool.METASPACE));
    }

    @Test
    void doesNotExpectAProcessToRunOutThroughAPoolThatEndsBeforeIt() {
        // The pool has 76 MB; at 70 s it holds 75, and the process 10 more until its limit.
        run(70, t -> (20 + t) * MB, t -> (5 + t) * MB, 76 * MB);
        assertThat(forecasts)
                .singleElement()
                .satisfies(forecast -> assertThat(forecast.resource()).isEqualTo(Resource.METASPACE));
    }

    @Test
    void explainsAFullResourceByItsForecast() {
        // 20 + 78 MB of 100 MB: beyond the 97.5 % from which a process's memory is nearly full.
        assertThat(run(79, t -> (20 + t) * MB, MemoryRuleTest::flat, LIMIT).observations())
                .filteredOn(o -> o.kind() == FindingKind.RESOURCE_NEARLY_FULL)
                .singleElement()
                .satisfies(o -> assertThat(o.explainedBy()).contains(FindingKind.RESOURCE_RUNS_OUT));
    }

    @ParameterizedTest
    @CsvSource({"0.09, false, WARNING", "0.1, true, WARNING", "0.29, true, WARNING", "0.3, true, CRITICAL"})
    void findsCollectionPressureFromATenthOfTheTime(double share, boolean found, Severity severity) {
        ProcessLevels levels = levels(1, 10 * MB, 10 * MB, LIMIT, share);
        List<Observation> observations =
                rule.judge(List.of(levels), List.of(), Optional.empty()).observations();
        assertThat(observations)
                .extracting(Observation::kind)
                .isEqualTo(found ? List.of(FindingKind.GC_PRESSURE) : List.of());
        assertThat(observations).allSatisfy(o -> {
            assertThat(o.severity()).isEqualTo(severity);
            assertThat(o.cause()).isEqualTo("allocation");
        });
    }

    @Test
    void judgesByTheForecastThatCallsForActionAndNotByASoonerOneThatOnlyWarns() {
        ExhaustionForecast warns = forecast(Resource.METASPACE, Duration.ofSeconds(60), false);
        ExhaustionForecast acts = forecast(Resource.HEAP, Duration.ofSeconds(90), true);
        ProcessLevels levels = levels(1, 10 * MB, 10 * MB, LIMIT, 0);
        assertThat(rule.judge(List.of(levels), List.of(warns, acts), Optional.empty())
                        .judgement())
                .isInstanceOfSatisfying(Judgement.Known.class, known -> {
                    // 90 s are less than a horizon of 120 s
                    assertThat(known.severity()).isEqualTo(1);
                    assertThat(known.reason())
                            .startsWith("heap after collection of tm-1 is used up in about 1 min 30 s");
                });
    }

    private static ExhaustionForecast forecast(Resource resource, Duration left, boolean actionable) {
        return new ExhaustionForecast(resource, "tm-1", 0.8, MB, left, left, left, 1, actionable, Optional.empty());
    }

    @Test
    void isMissingWithoutAnySignal() {
        assertThat(rule.judge(List.of(), List.of(), Optional.empty()).judgement())
                .isInstanceOf(Judgement.Missing.class);
    }

    @Test
    void mindsTheJobManagerButIsNotKnownByItAlone() {
        ProcessReading healthy = heap(ProcessReading.JOB_MANAGER, 50);
        ProcessReading full = heap(ProcessReading.JOB_MANAGER, 92);
        assertThat(judge(healthy)).isInstanceOf(Judgement.Missing.class);
        assertThat(judge(full)).isInstanceOfSatisfying(Judgement.Known.class, known -> {
            assertThat(known.severity()).isEqualTo(0.5);
            assertThat(known.place()).isEqualTo(Place.process(ProcessReading.JOB_MANAGER));
            assertThat(known.signals()).containsExactly("jobmanager heap");
        });
        assertThat(judge(heap("tm-1", 50), healthy)).isInstanceOfSatisfying(Judgement.Known.class, known -> {
            assertThat(known.severity()).isZero();
            assertThat(known.signals()).containsExactlyInAnyOrder("heap", "jobmanager heap");
            assertThat(known.confidence()).isBetween(0.5, 1.0);
        });
    }

    private Judgement judge(ProcessReading... processes) {
        List<ProcessLevels> levels = new ArrayList<>();
        for (ProcessReading process : processes) {
            levels.add(ProcessLevels.of(process, null));
        }
        return rule.judge(levels, List.of(), Optional.empty()).judgement();
    }

    private static ProcessReading heap(String process, long percent) {
        OptionalLong none = OptionalLong.empty();
        return new ProcessReading(
                process,
                1,
                OptionalLong.of(percent),
                OptionalLong.of(100),
                OptionalDouble.empty(),
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                OptionalDouble.empty());
    }
}
