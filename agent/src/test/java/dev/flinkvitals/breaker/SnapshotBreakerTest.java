/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import static dev.flinkvitals.breaker.Check.Verdict.FAIL;
import static dev.flinkvitals.breaker.Check.Verdict.PASS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.signals.JobId;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SnapshotBreakerTest {
    private final Situation now = new Situation();

    private final SnapshotBreaker breaker = new SnapshotBreaker(Situation.CONFIG, new LongestPause());

    /** Always draws the upper end, so that back-offs are as long as they can be. */
    private static final class LongestPause implements RandomGenerator {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }

    private static Check check(Decision decision, Rule rule) {
        return decision.checks().stream()
                .filter(check -> check.rule() == rule)
                .findFirst()
                .orElseThrow();
    }

    private Wish anotherExposure(Duration later) {
        now.exposure = OptionalDouble.of(1.0);
        assertThat(breaker.wish(now.assessment())).isEmpty();
        return now.later(later).overdue().wish(breaker);
    }

    private void act(Wish wish, boolean success) {
        assertThat(now.decide(breaker, wish)).isInstanceOf(Decision.Act.class);
        breaker.triggered(wish, now.tick());
        if (success) {
            breaker.succeeded(wish, now.tick());
        } else {
            breaker.failed(wish, now.tick());
        }
    }

    @Test
    void refusesWhileAnActionIsInFlight() {
        Wish wish = now.overdue().wish(breaker);
        breaker.triggered(wish, now.tick());

        Decision decision = now.later(Duration.ofHours(1)).decide(breaker, wish);

        assertThat(decision).isInstanceOf(Decision.Refuse.class);
        assertThat(check(decision, Rule.SINGLE_FLIGHT))
                .isEqualTo(new Check(Rule.SINGLE_FLIGHT, FAIL, "a checkpoint is in flight"));
    }

    @Test
    void refusesUntilTheMinimumIntervalHasPassed() {
        act(now.overdue().wish(breaker), true);

        Wish early = anotherExposure(Duration.ofMinutes(29));
        assertThat(check(now.decide(breaker, early), Rule.BUDGET))
                .isEqualTo(new Check(Rule.BUDGET, FAIL, "last action 29 min ago, needs 30 min"));

        now.later(Duration.ofMinutes(1));
        assertThat(check(now.decide(breaker, early), Rule.BUDGET))
                .isEqualTo(new Check(Rule.BUDGET, PASS, "1 of 6 actions within 24 h"));
    }

    @Test
    void sharesTheBudgetBetweenCheckpointsAndSavepoints() {
        act(now.overdue().wish(breaker), true);

        Decision decision = now.later(Duration.ofMinutes(1)).runningOut().decide(breaker);

        assertThat(decision.wish().action()).isEqualTo(Action.SAVEPOINT);
        assertThat(check(decision, Rule.BUDGET).verdict()).isEqualTo(FAIL);
    }

    @Test
    void refusesTheSeventhActionOfADayAndAllowsItLater() {
        act(now.overdue().wish(breaker), true);
        for (int i = 0; i < 5; i++) {
            act(anotherExposure(Duration.ofHours(1)), true);
        }

        Wish seventh = anotherExposure(Duration.ofHours(1));
        assertThat(check(now.decide(breaker, seventh), Rule.BUDGET))
                .isEqualTo(new Check(Rule.BUDGET, FAIL, "6 of 6 actions within 24 h"));

        // The first of the six is 24 hours old now.
        now.later(Duration.ofHours(18));
        assertThat(check(now.decide(breaker, seventh), Rule.BUDGET))
                .isEqualTo(new Check(Rule.BUDGET, PASS, "5 of 6 actions within 24 h"));
    }

    @Test
    void opensAfterTwoFailuresInARowAndTriesOnceAfterTheBackOff() {
        Wish wish = now.overdue().wish(breaker);
        act(wish, false);
        now.later(Duration.ofMinutes(30));
        act(wish, false);

        Situation half = now.later(Duration.ofMinutes(9));
        assertThat(check(half.decide(breaker, wish), Rule.CIRCUIT))
                .isEqualTo(new Check(Rule.CIRCUIT, FAIL, "open after failures, next attempt in 60 s"));

        now.later(Duration.ofMinutes(21));
        assertThat(check(now.decide(breaker, wish), Rule.CIRCUIT))
                .isEqualTo(new Check(Rule.CIRCUIT, PASS, "open after failures, back-off is over: one attempt"));
        breaker.triggered(wish, now.tick());
        assertThat(check(now.decide(breaker, wish), Rule.CIRCUIT))
                .isEqualTo(new Check(Rule.CIRCUIT, FAIL, "half open, an attempt is under way"));
    }

    @Test
    void closesAgainWhenTheOneAttemptSucceeds() {
        Wish wish = now.overdue().wish(breaker);
        for (boolean success : new boolean[] {false, false, true}) {
            act(wish, success);
            now.later(Duration.ofMinutes(30));
        }

        assertThat(check(now.decide(breaker, anotherExposure(Duration.ofMinutes(1))), Rule.CIRCUIT))
                .isEqualTo(new Check(Rule.CIRCUIT, PASS, "closed, 0 consecutive failures"));
    }

    @Test
    void waitsTwiceAsLongWhenTheOneAttemptFails() {
        SnapshotConfig generous = Situation.config(SnapshotConfig.Mode.ACTIVE, Duration.ofSeconds(1), 100);
        SnapshotBreaker patient = new SnapshotBreaker(generous, new LongestPause());
        Wish wish = now.overdue().wish(patient);
        for (Duration pause : new Duration[] {Duration.ofSeconds(1), Duration.ofMinutes(10), Duration.ZERO}) {
            assertThat(now.decide(patient, wish)).isInstanceOf(Decision.Act.class);
            patient.triggered(wish, now.tick());
            patient.failed(wish, now.tick());
            now.later(pause);
        }

        now.later(Duration.ofMinutes(15));
        assertThat(check(now.decide(patient, wish), Rule.CIRCUIT))
                .isEqualTo(new Check(Rule.CIRCUIT, FAIL, "open after failures, next attempt in 5 min"));
    }

    @Test
    void keepsACircuitForEachAction() {
        Wish checkpoint = now.overdue().wish(breaker);
        act(checkpoint, false);
        now.later(Duration.ofMinutes(30));
        act(checkpoint, false);
        now.later(Duration.ofMinutes(30));

        assertThat(check(now.runningOut().decide(breaker), Rule.CIRCUIT))
                .isEqualTo(new Check(Rule.CIRCUIT, PASS, "closed, 0 consecutive failures"));
    }

    @Test
    void takesTheResultOfTheSameIncidentWithAnotherReason() {
        Wish triggered = now.overdue().wish(breaker);
        breaker.triggered(triggered, now.tick());
        Wish reworded = Situation.reworded(triggered, "later");

        breaker.succeeded(reworded, now.tick());

        assertThat(breaker.wish(now.assessment())).isEmpty();
    }

    @Test
    void throwsOnIllegalTransitions() {
        Wish wish = now.overdue().wish(breaker);

        assertThatThrownBy(() -> breaker.succeeded(wish, now.tick()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("checkpoint for exposure@2026-01-01T01:00:00Z is not in flight");
        assertThatThrownBy(() -> breaker.failed(wish, now.tick()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("checkpoint for exposure@2026-01-01T01:00:00Z is not in flight");
        breaker.triggered(wish, now.tick());
        assertThatThrownBy(() -> breaker.triggered(wish, now.tick()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("triggered although single-flight: a checkpoint is in flight");
        breaker.succeeded(wish, now.tick());
        assertThatThrownBy(() -> breaker.triggered(wish, now.tick()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("triggered although budget: last action 0 s ago, needs 30 min");
    }

    @Test
    void refusesToMixJobs() {
        Wish wish = now.overdue().wish(breaker);
        Wish other = Situation.wish(new JobId("00000000000000000000000000000002"), wish.action(), wish.incident());

        assertThatThrownBy(() -> now.decide(breaker, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("wish for job 00000000000000000000000000000002");
    }
}
