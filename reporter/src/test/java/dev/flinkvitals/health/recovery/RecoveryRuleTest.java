/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.config.LimitsConfig;
import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.health.checkpoint.CheckpointPace;
import dev.flinkvitals.health.checkpoint.CheckpointVitals;
import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.lag.LagVitals;
import dev.flinkvitals.health.recovery.RecoveryOutlook.Part;
import dev.flinkvitals.health.recovery.RecoveryOutlook.Phase;
import dev.flinkvitals.health.stability.Failures;
import dev.flinkvitals.signals.RestartStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The objective is 100 s. */
class RecoveryRuleTest {
    private static final Duration OBJECTIVE = Duration.ofSeconds(100);
    private static final double NEVER = Double.POSITIVE_INFINITY;
    private static final Judgement FINE =
            new Judgement.Known(0, "in time", Place.JOB, List.of(), 1, Set.of("checkpoint statistics"));

    private final SimulatedJob job = new SimulatedJob();
    private RecoveryRule rule = new RecoveryRule(OBJECTIVE, LimitsConfig.NONE);

    @ParameterizedTest
    @CsvSource({"50, 0", "75, 0.25", "100, 0.5", "150, 0.5", "Infinity, 0.5"})
    void costsHalfAtMost(double mid, double severity) {
        windows(4, 10, mid, NEVER);

        assertThat(severity(rule.worsen(FINE))).isEqualTo(severity);
    }

    @Test
    void countsWhatHeldInThreeOfFourWindows() {
        windows(2, 10, 100, 200);
        assertThat(severity(rule.worsen(FINE))).as("two windows are too few").isZero();
        windows(1, 10, 100, 200);
        assertThat(severity(rule.worsen(FINE))).isEqualTo(0.5);
        windows(1, 10, 20, 200);
        assertThat(severity(rule.worsen(FINE))).as("one good window").isEqualTo(0.5);
        windows(1, 10, 20, 200);
        assertThat(severity(rule.worsen(FINE))).as("two good windows").isZero();
        windows(1, 10, 900, 900);
        assertThat(severity(rule.worsen(FINE))).as("a burst").isZero();
    }

    @Test
    void keepsWhatWasKnownLast() {
        windows(4, 10, 100, 200);
        for (int i = 0; i < 20; i++) {
            rule.update(RecoveryOutlook.UNKNOWN, true);
        }

        assertThat(severity(rule.worsen(FINE))).isEqualTo(0.5);
        assertThat(observe(RecoveryOutlook.UNKNOWN, 10)).isEmpty();
    }

    @Test
    void leavesAWorseJudgementAndAMissingOneAlone() {
        windows(4, 10, 100, 200);
        Judgement worse = new Judgement.Known(0.9, "expired", Place.JOB, List.of(), 1, Set.of());
        Judgement missing = new Judgement.Missing("no statistics");

        assertThat(rule.worsen(worse)).isSameAs(worse);
        assertThat(rule.worsen(missing)).isSameAs(missing);
    }

    @Test
    void namesTheLargestPart() {
        RecoveryOutlook outlook = windows(4, 50, 120, 300);

        assertThat(observe(outlook, 10)).singleElement().satisfies(seen -> {
            assertThat(seen.kind()).isEqualTo(FindingKind.RECOVERY_TOO_LONG);
            assertThat(seen.severity()).isEqualTo(Severity.WARNING);
            assertThat(seen.cause()).isEqualTo("long_replay");
            assertThat(seen.reason())
                    .isEqualTo(
                            "after a failure the job would need about 2 min to catch up, the objective is 1 min 40 s;"
                                    + " a checkpoint interval of 30 s serves it best");
        });
    }

    @Test
    void isCriticalWhenEvenTheBestCaseIsTooLong() {
        assertThat(observe(windows(4, 101, 150, NEVER), 10))
                .singleElement()
                .extracting(Observation::severity)
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void aJobWithoutHeadroomIsExplainedByItsCapacity() {
        assertThat(observe(windows(4, NEVER, NEVER, NEVER), 10)).singleElement().satisfies(seen -> {
            assertThat(seen.severity()).isEqualTo(Severity.WARNING);
            assertThat(seen.cause()).isEqualTo("no_headroom");
            assertThat(seen.explainedBy()).hasValue(FindingKind.CAPACITY_EXCEEDED);
        });
    }

    @Test
    void aJobThatTheNextFailureEndsIsNamed() {
        RestartStrategy once = new RestartStrategy(
                "fixed-delay", Duration.ofSeconds(1), Duration.ofSeconds(1), 1, Duration.ZERO, OptionalInt.of(1));
        job.failed = Failures.at(once, "");
        assertThat(observe(RecoveryOutlook.UNKNOWN, 10)).isEmpty();

        job.restarts = OptionalLong.of(1);
        assertThat(observe(RecoveryOutlook.UNKNOWN, 10)).singleElement().satisfies(seen -> {
            assertThat(seen.cause()).isEqualTo("no_restart");
            assertThat(seen.reason())
                    .isEqualTo(
                            "the restart strategy fixed-delay has used up its 1 restarts: the next failure ends the job");
        });
    }

    @Test
    void aFailureRateIsUsedUpOnlyWithinItsInterval() {
        RestartStrategy rate = new RestartStrategy(
                "failure-rate",
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1,
                Duration.ofMinutes(1),
                OptionalInt.of(2));
        job.failed = Failures.at(rate, "", 10, 20);
        job.advance(Duration.ofSeconds(60));
        assertThat(observe(RecoveryOutlook.UNKNOWN, 10)).hasSize(1);
        job.advance(Duration.ofSeconds(20));
        assertThat(observe(RecoveryOutlook.UNKNOWN, 10)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"39, ", "40, WARNING", "69, WARNING", "70, CRITICAL"})
    void transactionsTimeOutBeforeTheJobRunsAgain(int age, Severity severity) {
        // downtime 30 s, at worst 60 s; the limit is 100 s
        declare(Optional.of(Duration.ofSeconds(100)), Optional.empty());
        RecoveryOutlook outlook = outlook(10, 50, 80);
        assertThat(observe(outlook, age)).as("no committing sink").isEmpty();
        job.pendingCommittables = OptionalLong.of(2);

        List<Observation> seen = observe(outlook, age);

        assertThat(seen).extracting(Observation::severity).isEqualTo(severity == null ? List.of() : List.of(severity));
        assertThat(seen).allSatisfy(o -> assertThat(o.kind()).isEqualTo(FindingKind.TRANSACTION_TIMEOUT_NEAR));
    }

    @Test
    void transactionsAreLeftAloneWhereNoLimitIsDeclared() {
        job.pendingCommittables = OptionalLong.of(2);

        assertThat(observe(outlook(10, 50, 80), 100_000)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"409, ", "410, WARNING", "909, WARNING", "910, CRITICAL"})
    void recordsExpireBeforeTheyAreReadAgain(int age, Severity severity) {
        // recovery at worst 80 s, 10 s of lag; the retention is 1,000 s
        declare(Optional.empty(), Optional.of(Duration.ofSeconds(1_000)));

        List<Observation> seen = observe(outlook(10, 50, 80), age);

        assertThat(seen).extracting(Observation::severity).isEqualTo(severity == null ? List.of() : List.of(severity));
        assertThat(seen).allSatisfy(o -> assertThat(o.kind()).isEqualTo(FindingKind.DATA_EXPIRES));
    }

    private void declare(Optional<Duration> transactionTimeout, Optional<Duration> retention) {
        rule = new RecoveryRule(
                OBJECTIVE, new LimitsConfig(OptionalLong.empty(), OptionalLong.empty(), transactionTimeout, retention));
    }

    private RecoveryOutlook windows(int count, double low, double mid, double high) {
        RecoveryOutlook outlook = outlook(low, mid, high);
        for (int i = 0; i < count; i++) {
            rule.update(outlook, true);
        }
        return outlook;
    }

    private static RecoveryOutlook outlook(double low, double mid, double high) {
        return new RecoveryOutlook(
                OptionalLong.of(5_000),
                true,
                Optional.of(new Interval(5, 30, 60)),
                Optional.of(new Interval(low, mid, high)),
                Optional.of(Duration.ofSeconds(30)),
                Optional.empty(),
                Optional.of(true),
                List.of(new Part(Phase.DETECT, 20), new Part(Phase.START, 10), new Part(Phase.REPLAY, 90)));
    }

    private List<Observation> observe(RecoveryOutlook outlook, int ageSeconds) {
        CheckpointVitals checkpoints = new CheckpointVitals(
                Optional.of(Duration.ofSeconds(ageSeconds)),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                CheckpointPace.UNKNOWN,
                Optional.empty());
        LagVitals lag = new LagVitals(OptionalLong.of(100), OptionalDouble.of(10), OptionalDouble.of(0));
        return rule.observe(job.advance(Duration.ofSeconds(1)), outlook, checkpoints, lag);
    }

    private static double severity(Judgement judgement) {
        return judgement.fold(Judgement.Known::severity, missing -> Double.NaN, none -> Double.NaN);
    }
}
