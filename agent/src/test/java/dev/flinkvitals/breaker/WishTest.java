/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.signals.JobPhase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WishTest {
    private static final Wish.Support NO_SUPPORT = new Wish.Support(List.of(), 0, 0);

    private final SnapshotBreaker breaker = new SnapshotBreaker(Situation.CONFIG);
    private final Situation now = new Situation();

    @Test
    void wantsNothingForAHealthyJob() {
        assertThat(breaker.wish(now.assessment())).isEmpty();
    }

    @Test
    void wantsACheckpointWhenTheExposureReachesTheLimit() {
        now.exposure = OptionalDouble.of(2.0);

        assertThat(breaker.wish(now.assessment()))
                .contains(new Wish(
                        Situation.JOB,
                        Policy.EXPOSURE,
                        Action.CHECKPOINT,
                        "exposure@2026-01-01T01:00:00Z",
                        "checkpoint exposure is 2, limit 2, the last completed checkpoint is 3 min old",
                        Optional.empty(),
                        Optional.empty(),
                        NO_SUPPORT));
    }

    @Test
    void wantsASavepointWhenAForecastIsActionable() {
        now.forecasts = List.of(
                Situation.forecast(Duration.ofMinutes(5), false),
                Situation.forecast(Duration.ofMinutes(30), true),
                Situation.forecast(Duration.ofMinutes(20), true));

        assertThat(breaker.wish(now.assessment()))
                .contains(new Wish(
                        Situation.JOB,
                        Policy.DISK,
                        Action.SAVEPOINT,
                        "exhaustion@2026-01-01T01:00:00Z",
                        "local_state of tm-1 is at 75 % and runs out in 40 min, at the earliest in 20 min",
                        Optional.of(Duration.ofMinutes(20)),
                        Optional.of("tm-1"),
                        NO_SUPPORT));
    }

    @Test
    void wantsNothingForAForecastThatOnlyWarns() {
        now.forecasts = List.of(Situation.forecast(Duration.ofMinutes(5), false));

        assertThat(breaker.wish(now.assessment())).isEmpty();
    }

    @Test
    void wantsNothingWhenOff() {
        SnapshotBreaker off = new SnapshotBreaker(Situation.config(SnapshotConfig.Mode.OFF));

        assertThat(off.wish(now.overdue().runningOut().assessment())).isEmpty();
    }

    @Test
    void wantsNothingWhenTooLittleIsKnown() {
        now.overdue().confidence = 0.49;

        assertThat(breaker.wish(now.assessment())).isEmpty();
    }

    @Test
    void wantsNothingForAJobThatEnded() {
        now.overdue().phase = JobPhase.CANCELED;

        assertThat(breaker.wish(now.assessment())).isEmpty();
    }

    @Test
    void keepsTheIncidentWhileTheConditionLasts() {
        String first = now.overdue().wish(breaker).incident();

        assertThat(now.later(Duration.ofHours(5)).wish(breaker).incident()).isEqualTo(first);
    }

    @Test
    void keepsTheIncidentWhileNothingIsKnown() {
        String first = now.overdue().wish(breaker).incident();
        now.later(Duration.ofMinutes(1)).exposure = OptionalDouble.empty();
        assertThat(breaker.wish(now.assessment())).isEmpty();
        now.later(Duration.ofMinutes(1)).confidence = 0.1;
        now.exposure = OptionalDouble.of(0.5);
        assertThat(breaker.wish(now.assessment())).isEmpty();
        now.confidence = 1.0;

        assertThat(now.overdue().wish(breaker).incident()).isEqualTo(first);
    }

    @Test
    void startsAnotherIncidentWhenTheConditionEndedAndCameBack() {
        String first = now.overdue().wish(breaker).incident();
        now.later(Duration.ofMinutes(1)).exposure = OptionalDouble.of(1.0);
        assertThat(breaker.wish(now.assessment())).isEmpty();

        assertThat(now.later(Duration.ofMinutes(1)).overdue().wish(breaker).incident())
                .isNotEqualTo(first)
                .isEqualTo("exposure@2026-01-01T01:02:00Z");
    }

    @Test
    void takesAFlickeringForecastForOneIncident() {
        String first = now.runningOut().wish(breaker).incident();
        for (int cycle = 0; cycle < 2; cycle++) {
            now.later(Duration.ofSeconds(10)).forecasts = List.of();
            assertThat(breaker.wish(now.assessment())).isEmpty();
        }
        assertThat(now.runningOut().wish(breaker).incident()).isEqualTo(first);
        for (int cycle = 0; cycle < 3; cycle++) {
            now.later(Duration.ofSeconds(10)).forecasts = List.of();
            assertThat(breaker.wish(now.assessment())).isEmpty();
        }

        assertThat(now.runningOut().wish(breaker).incident()).isNotEqualTo(first);
    }

    @Test
    void wantsNothingMoreForAnIncidentThatGotItsSavepoint() {
        Wish wish = now.runningOut().wish(breaker);
        breaker.triggered(wish, now.tick());
        breaker.succeeded(wish, now.later(Duration.ofMinutes(1)).tick());

        assertThat(breaker.wish(now.later(Duration.ofHours(3)).assessment())).isEmpty();
    }

    @Test
    void stillWantsTheActionAfterItFailed() {
        Wish wish = now.runningOut().wish(breaker);
        breaker.triggered(wish, now.tick());
        breaker.failed(wish, now.later(Duration.ofMinutes(1)).tick());

        assertThat(now.wish(breaker).incident()).isEqualTo(wish.incident());
    }

    @Test
    void wantsNothingWhileAnActionIsInFlight() {
        Wish wish = now.runningOut().overdue().wish(breaker);
        breaker.triggered(wish, now.tick());

        assertThat(breaker.wish(now.assessment())).isEmpty();
    }

    @Test
    void letsTheCheckpointHaveItsTurnWhenTheSavepointIsRefused() {
        now.runningOut().overdue().directory = Optional.empty();
        Wish first = now.wish(breaker);
        assertThat(first.action()).isEqualTo(Action.SAVEPOINT);
        assertThat(now.decide(breaker, first)).isInstanceOf(Decision.Refuse.class);

        Wish second = now.wish(breaker);
        assertThat(second.action()).isEqualTo(Action.CHECKPOINT);
        assertThat(now.decide(breaker, second)).isInstanceOf(Decision.Act.class);
    }

    @Test
    void keepsTheSavepointsTurnWhileItAwaitsTheCanary() {
        now.runningOut().overdue().canary = Optional.empty();
        assertThat(now.decide(breaker)).isInstanceOf(Decision.Refuse.class);

        assertThat(now.wish(breaker).action()).isEqualTo(Action.SAVEPOINT);
    }
}
