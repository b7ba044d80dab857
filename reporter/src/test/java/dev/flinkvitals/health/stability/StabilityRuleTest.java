/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.RestartStrategy;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Windows of 10 s. */
class StabilityRuleTest {
    private static final String POISON = "java.lang.IllegalStateException";

    private final StabilityRule rule = new StabilityRule(Duration.ofSeconds(10));
    private final SimulatedJob job = new SimulatedJob();

    @Test
    void aJobThatRunsHasNothingWrong() {
        assertThat(observe(60)).isEmpty();
        assertThat(severity(1)).isZero();
    }

    @Test
    void aRestartThatFlinkIsAboutToDoIsOnlyAWarning() {
        observe(60);
        job.phase = JobPhase.RESTARTING;
        job.failed = Failures.at(Failures.EXPONENTIAL, POISON, 60.5);

        assertThat(observe(1)).singleElement().satisfies(seen -> {
            assertThat(seen.kind()).isEqualTo(FindingKind.JOB_DOWN);
            assertThat(seen.severity()).isEqualTo(Severity.WARNING);
            assertThat(seen.cause()).isEqualTo("user_code");
            assertThat(seen.reason())
                    .isEqualTo("the job is RESTARTING, down for 0.0 s; it failed with " + POISON
                            + " in task 'enrich (1/2)'");
        });
        // a window of 10 s and a pause of 1 s
        assertThat(observe(11))
                .singleElement()
                .extracting(Observation::severity)
                .isEqualTo(Severity.WARNING);
        assertThat(observe(1)).singleElement().extracting(Observation::severity).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void aJobThatFailedForGoodIsCriticalAtOnce() {
        job.phase = JobPhase.FAILED;

        assertThat(observe(1)).singleElement().satisfies(seen -> {
            assertThat(seen.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(seen.cause()).isEqualTo("unknown");
        });
    }

    @Test
    void threeFailuresSoonAfterEachOtherAreALoop() {
        observe(199);
        // gaps of 90 s and 40 s, and 21 s until now: none above five windows and a pause of a minute, which is 110 s
        job.failed = Failures.at(Failures.EXPONENTIAL, POISON, 50, 140, 180);
        job.restarts = OptionalLong.of(3);

        List<Observation> seen = observe(2);

        assertThat(seen).singleElement().satisfies(loop -> {
            assertThat(loop.kind()).isEqualTo(FindingKind.RESTART_LOOP);
            assertThat(loop.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(loop.cause()).isEqualTo("user_code");
            assertThat(loop.reason())
                    .isEqualTo("3 failures within 2 min 10 s, faster and faster; the last one: " + POISON
                            + " in task 'enrich (1/2)'; the pause before a restart is 2.3 s");
        });
        assertThat(rule.vitals(job.advance(Duration.ofSeconds(1))).looping()).isTrue();
    }

    @Test
    void aJobThatHasBeenStableSinceIsInNoLoop() {
        observe(299);
        job.failed = Failures.at(Failures.EXPONENTIAL, POISON, 50, 140, 180);

        assertThat(observe(1)).isEmpty();
    }

    @Test
    void failuresThatAreFarApartAreNoLoop() {
        observe(299);
        job.failed = Failures.at(Failures.EXPONENTIAL, POISON, 20, 140, 290);

        assertThat(observe(1)).isEmpty();
    }

    @Test
    void failuresCountWhereFlinkReportsNoRestarts() {
        observe(299);
        job.restarts = OptionalLong.empty();
        job.failed = Failures.at(Failures.EXPONENTIAL, POISON, 20, 140);

        // two in the last hour: 0.5 + 0.5 * (2 - 1) / (3 - 1)
        assertThat(severity(1)).isEqualTo(0.75);
    }

    @Test
    void aPauseThatHasGrownCostsWhenTheRestartsAreForgotten() {
        job.restarts = OptionalLong.of(0);
        RestartStrategy remembersADay = new RestartStrategy(
                "exponential-delay",
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                2,
                Duration.ofDays(1),
                OptionalInt.empty());
        job.failed = Failures.at(remembersADay, POISON, 100, 2_000, 4_000, 6_000, 8_000);
        rule.judge(job.advance(Duration.ofHours(4)));

        // 1, 2, 4, 8, 16 s: 0.5 * (16 - 2) / (20 - 2)
        assertThat(severity(1)).isCloseTo(0.389, within(0.001));
    }

    @Test
    void countsFailuresByClassAndEachOnce() {
        job.failed = Failures.at(Failures.EXPONENTIAL, POISON, 0.1, 0.2);
        observe(5);
        job.failed = Failures.at(Failures.EXPONENTIAL, "java.net.ConnectException", 0.1, 0.2, 4);
        observe(5);

        assertThat(rule.vitals(job.advance(Duration.ofSeconds(1))).failureCounts())
                .containsExactly(
                        new StabilityVitals.FailureCount(FailureClass.EXTERNAL_SYSTEM, 1),
                        new StabilityVitals.FailureCount(FailureClass.USER_CODE, 2));
    }

    @Test
    void tasksThatDoNotRunAreCriticalAfterThreeWindows() {
        job.tasksRunning = 5;

        assertThat(observe(11)).isEmpty();
        assertThat(observe(1)).singleElement().satisfies(seen -> {
            assertThat(seen.kind()).isEqualTo(FindingKind.TASKS_MISSING);
            assertThat(seen.severity()).isEqualTo(Severity.WARNING);
            assertThat(seen.cause()).isEqualTo("unknown");
        });
        assertThat(observe(19))
                .singleElement()
                .extracting(Observation::severity)
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void tasksMissingNameTheLostTaskManager() {
        observe(20);
        job.tasksRunning = 5;
        job.failed = Failures.at(
                Failures.EXPONENTIAL, "org.apache.flink.runtime.io.network.partition.PartitionNotFoundException", 20);

        assertThat(observe(20)).singleElement().extracting(Observation::cause).isEqualTo("network");
    }

    @Test
    void saysHowManyTaskManagersAreNotHeard() {
        job.coverage = new Coverage(3, 4);

        assertThat(observe(1)).singleElement().satisfies(seen -> {
            assertThat(seen.kind()).isEqualTo(FindingKind.SIGNALS_LOST);
            assertThat(seen.cause()).isEqualTo("taskmanager_silent");
            assertThat(seen.reason()).isEqualTo("1 of 4 TaskManagers are not heard");
            assertThat(seen.explainedBy()).isEmpty();
        });
        job.phase = JobPhase.RESTARTING;
        assertThat(observe(1))
                .filteredOn(seen -> seen.kind() == FindingKind.SIGNALS_LOST)
                .singleElement()
                .satisfies(seen -> assertThat(seen.explainedBy()).hasValue(FindingKind.JOB_DOWN));
    }

    private List<Observation> observe(int seconds) {
        List<Observation> seen = List.of();
        for (int i = 0; i < seconds; i++) {
            JobReading reading = job.advance(Duration.ofSeconds(1));
            rule.judge(reading);
            seen = rule.observe(reading);
        }
        return seen;
    }

    private double severity(int seconds) {
        double severity = Double.NaN;
        for (int i = 0; i < seconds; i++) {
            severity = rule.judge(job.advance(Duration.ofSeconds(1)))
                    .fold(Judgement.Known::severity, missing -> Double.NaN, none -> Double.NaN);
        }
        return severity;
    }
}
