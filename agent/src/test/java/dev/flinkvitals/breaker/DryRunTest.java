/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.config.SnapshotConfig;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DryRunTest {
    private final DryRun dryRun =
            new DryRun(Situation.config(SnapshotConfig.Mode.ACTIVE), Optional.of("s3://bucket/savepoints"));
    private final Situation situation = new Situation();

    private Optional<DecisionRecord> cycle() {
        return dryRun.cycle(situation.assessment(), situation.reading());
    }

    @Test
    void decidesNothingForAHealthyJob() {
        assertThat(cycle()).isEmpty();
    }

    @Test
    void aWishThatPassesEveryRuleIsToldOnce() {
        situation.runningOut();

        assertThat(cycle()).get().satisfies(decision -> {
            assertThat(decision.action()).isEqualTo(Action.SAVEPOINT);
            assertThat(decision.outcome()).isEqualTo(DecisionRecord.Outcome.WOULD_TRIGGER);
            assertThat(decision.checks()).allMatch(check -> check.verdict() == Check.Verdict.PASS);
        });
        situation.later(Duration.ofSeconds(10));
        assertThat(cycle()).isEmpty();
    }

    @Test
    void whatTheReadingsSpeakAgainstIsRefused() {
        situation.runningOut();
        situation.backPressured = java.util.List.of(java.util.OptionalDouble.of(0.99));

        assertThat(cycle()).get().extracting(DecisionRecord::outcome).isEqualTo(DecisionRecord.Outcome.REFUSED);
        situation.later(Duration.ofSeconds(10));
        assertThat(cycle()).isEmpty();
    }

    @Test
    void inModeOffNothingIsDecided() {
        DryRun off = new DryRun(Situation.config(SnapshotConfig.Mode.OFF), Optional.empty());
        situation.runningOut();

        assertThat(off.cycle(situation.assessment(), situation.reading())).isEmpty();
    }
}
