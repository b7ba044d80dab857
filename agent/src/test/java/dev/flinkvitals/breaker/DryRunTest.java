/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.schedule.SimulatedJob;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig.Mode;
import dev.flinkvitals.health.exhaustion.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DryRunTest {
    private final DryRun dryRun =
            new DryRun(Configs.snapshots(Map.of()), Configs.HEALTH, Optional.of("s3://bucket/savepoints"));
    private final SimulatedJob job = new SimulatedJob(1);

    private List<DecisionRecord> told(DryRun by, Duration time) {
        List<DecisionRecord> told = new ArrayList<>();
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(BreakerHarness.CYCLE)) {
            job.later(BreakerHarness.CYCLE);
            by.cycle(job.assessment(), job.reading()).ifPresent(told::add);
        }
        return told;
    }

    private void runningOut() {
        job.forecasts = List.of(SimulatedJob.forecast(Resource.HEAP, Duration.ofMinutes(20)));
    }

    @Test
    void decidesNothingForAHealthyJob() {
        assertThat(told(dryRun, Duration.ofMinutes(5))).isEmpty();
    }

    @Test
    void aWishThatPassesEveryRuleIsToldOnce() {
        runningOut();

        assertThat(told(dryRun, Duration.ofMinutes(10))).last().satisfies(decision -> {
            assertThat(decision.action()).isEqualTo(Action.SAVEPOINT);
            assertThat(decision.outcome()).isEqualTo(DecisionRecord.Outcome.WOULD_TRIGGER);
            assertThat(decision.checks()).allMatch(check -> check.verdict() == Check.Verdict.PASS);
        });
        assertThat(told(dryRun, Duration.ofMinutes(10))).isEmpty();
    }

    @Test
    void whatTheReadingsSpeakAgainstIsRefused() {
        runningOut();
        job.backPressured = OptionalDouble.of(0.99);

        assertThat(told(dryRun, Duration.ofMinutes(10)))
                .isNotEmpty()
                .extracting(DecisionRecord::outcome)
                .containsOnly(DecisionRecord.Outcome.REFUSED);
    }

    @Test
    void whatWouldActAndWhatWouldRehearseDoNotShareABudget() {
        DryRun mixed = new DryRun(
                Configs.snapshots(Map.of(Policy.MEMORY, Mode.MONITOR)), Configs.HEALTH, Optional.of("s3://bucket"));
        runningOut();
        job.exposure = OptionalDouble.of(2.5);

        assertThat(told(mixed, Duration.ofMinutes(10)))
                .filteredOn(decision -> decision.outcome() == DecisionRecord.Outcome.WOULD_TRIGGER)
                .extracting(DecisionRecord::action)
                .containsExactlyInAnyOrder(Action.CHECKPOINT, Action.SAVEPOINT);
    }

    @Test
    void inModeOffNothingIsDecided() {
        DryRun off = new DryRun(Situation.config(Mode.OFF), Configs.HEALTH, Optional.empty());
        runningOut();

        assertThat(told(off, Duration.ofMinutes(10))).isEmpty();
    }
}
