/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.Decision.Purpose;
import dev.flinkvitals.breaker.ledger.JobPast;
import dev.flinkvitals.breaker.ledger.Leadership;
import dev.flinkvitals.breaker.ledger.PastAction;
import dev.flinkvitals.breaker.ledger.PastAction.Result;
import dev.flinkvitals.breaker.ledger.PastIncident;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.config.SnapshotConfig.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a breaker does that goes on where another one stopped. */
class TakeOverTest {
    private static final String INCIDENT = "exposure-20260101T000000Z";

    private final SnapshotConfig config = Configs.snapshots(Map.of());
    private final BreakerHarness now = new BreakerHarness(config);
    private final List<PastAction> actions = new ArrayList<>();
    private final List<PastIncident> incidents = new ArrayList<>();
    private final List<Instant> rehearsals = new ArrayList<>();

    private Instant ago(Duration time) {
        return now.job.tick().at().minus(time);
    }

    private void action(Policy policy, String incident, Result result, Duration ago, boolean probe) {
        actions.add(new PastAction(
                ago(ago),
                policy,
                Action.of(policy),
                incident,
                1,
                probe,
                result,
                ago(ago),
                false,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                new Leadership(1, "00000000")));
    }

    private void incident(Policy policy, String id, boolean settled, boolean rehearsed, boolean over) {
        incidents.add(new PastIncident(
                policy, id, ago(Duration.ofHours(1)), ago(Duration.ofMinutes(1)), 1, settled, rehearsed, over));
    }

    private void takeOver() {
        takeOver(config);
    }

    private void takeOver(SnapshotConfig by) {
        now.takeOver(by, new Past(true, Optional.empty(), new JobPast("", actions, rehearsals, incidents, Set.of())));
    }

    @Test
    void startsWithAnEmptyBucket() {
        takeOver();
        now.overdue();

        assertThat(now.check(Rule.BUDGET).evidence()).isEqualTo("this JobManager took over 5 min ago, needs 30 min");
        now.pass(Duration.ofMinutes(25));
        assertThat(now.act().purpose()).isEqualTo(Purpose.ACTION);
    }

    @Test
    void aJobThatNobodyLedBeforeStartsWithAFullOne() {
        now.takeOver(config, Past.NONE);

        assertThat(now.overdue().act().purpose()).isEqualTo(Purpose.ACTION);
    }

    @Test
    void anIncidentThatGotItsActionKeepsItsIdAndAsksForNothingMore() {
        incident(Policy.EXPOSURE, INCIDENT, true, false, false);
        takeOver();
        now.overdue().pass(Duration.ofHours(5));
        assertThat(now.breaker.wish(Mode.ACTIVE)).isEmpty();
        assertThat(now.kinds()).as("it is not another one").isEmpty();

        now.calm();
        assertThat(now.events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(BreakerEvent.Kind.INCIDENT_OVER);
            assertThat(event.incident()).hasValue(INCIDENT);
        });
        assertThat(now.overdue().act().wish().incident()).isNotEqualTo(INCIDENT);
    }

    @Test
    void anIncidentThatGotNothingYetGoesOnUnderItsId() {
        incident(Policy.EXPOSURE, INCIDENT, false, false, false);
        takeOver();

        assertThat(now.overdue().decide().wish().incident()).isEqualTo(INCIDENT);
    }

    @Test
    void anIncidentThatIsOverIsNotTakenUpAgain() {
        incident(Policy.EXPOSURE, INCIDENT, true, false, true);
        takeOver();

        assertThat(now.overdue().decide().wish().incident()).isNotEqualTo(INCIDENT);
    }

    @Test
    void aSavepointThatCoveredAnotherIncidentStillCoversIt() {
        incident(Policy.MEMORY, "memory-1", false, false, false);
        action(Policy.DISK, "disk-1", Result.DONE, Duration.ofMinutes(10), false);
        takeOver();
        now.runningOut().pass(Duration.ofHours(1));

        assertThat(now.breaker.wish(Mode.ACTIVE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Result.class)
    void whatWasSpentCounts(Result result) {
        for (int i = 1; i <= 6; i++) {
            action(Policy.DISK, "disk-" + i, result, Duration.ofHours(i), i > 3);
        }
        takeOver();
        now.overdue().pass(Duration.ofMinutes(30));

        assertThat(now.check(Rule.BUDGET).evidence()).isEqualTo("6 of 6 actions within 24 h");
    }

    @ParameterizedTest
    @EnumSource(
            value = Result.class,
            names = {"FAILED", "LOST", "PENDING", "UNVERIFIED"})
    void twoOfWhichNothingGoodIsKnownOpenTheCircuit(Result result) {
        action(Policy.EXPOSURE, "exposure-1", result, Duration.ofMinutes(4), false);
        action(Policy.EXPOSURE, "exposure-2", result, Duration.ofMinutes(2), false);
        takeOver();
        now.overdue();

        assertThat(now.check(Rule.CIRCUIT).evidence()).isEqualTo("open after failures for another 3 min");
    }

    @Test
    void aProbeThatCompletedSinceClosedIt() {
        action(Policy.EXPOSURE, "exposure-1", Result.FAILED, Duration.ofMinutes(40), false);
        action(Policy.EXPOSURE, "exposure-1", Result.FAILED, Duration.ofMinutes(30), false);
        action(Policy.EXPOSURE, "exposure-1", Result.DONE, Duration.ofMinutes(10), true);
        takeOver();
        now.overdue();

        assertThat(now.check(Rule.CIRCUIT).evidence()).isEqualTo("closed, 0 consecutive failures");
    }

    @Test
    void harmAndUselessnessAreRememberedForADay() {
        action(Policy.DISK, "disk-1", Result.HARMFUL, Duration.ofHours(20), false);
        action(Policy.EXPOSURE, "exposure-1", Result.USELESS, Duration.ofHours(20), false);
        takeOver();
        now.overdue();
        assertThat(now.check(Rule.BLACKLIST).verdict()).isEqualTo(Check.Verdict.FAIL);
        assertThat(now.check(Rule.CIRCUIT).verdict()).isEqualTo(Check.Verdict.PASS);

        now.calm().runningOut();
        assertThat(now.check(Rule.CIRCUIT).evidence()).startsWith("open after harm for another 3.");
    }

    @Test
    void whatCannotBeReadCountsAsSpent() {
        now.takeOver(config, Past.unreadable(now.job.tick().at()));
        now.overdue().pass(Duration.ofHours(2));

        assertThat(now.check(Rule.BUDGET).evidence())
                .startsWith("what was done before cannot be read and counts as spent for another 22 h");
    }

    @Test
    void rehearsalsOfThePastCountForRehearsalsOnly() {
        SnapshotConfig mixed = Configs.snapshots(Map.of(Policy.MEMORY, Mode.MONITOR));
        for (int i = 1; i <= 6; i++) {
            rehearsals.add(ago(Duration.ofHours(i)));
        }
        takeOver(mixed);
        now.overdue().runningOut().pass(Duration.ofMinutes(30));

        assertThat(now.act().wish().policy()).isEqualTo(Policy.EXPOSURE);
        assertThat(BreakerHarness.check(now.decide(Mode.MONITOR), Rule.BUDGET).evidence())
                .isEqualTo("6 of 6 actions within 24 h");
    }

    @Test
    void anIncidentThatWasOnlyRehearsedGetsItsActionOnceItsPolicyIsActive() {
        incident(Policy.EXPOSURE, INCIDENT, false, true, false);
        takeOver();
        assertThat(now.overdue().decide().wish().incident()).isEqualTo(INCIDENT);

        takeOver(Configs.snapshots(Map.of(Policy.EXPOSURE, Mode.MONITOR)));
        now.overdue();
        assertThat(now.breaker.wish(Mode.MONITOR)).isEmpty();
    }

    @Test
    void incidentsThatCameAndWentBeforeStillCount() {
        for (int i = 0; i < 2; i++) {
            incident(Policy.EXPOSURE, "exposure-" + i, false, false, true);
        }
        now.pass(Duration.ofMinutes(1));
        incidents.replaceAll(past -> new PastIncident(
                past.policy(),
                past.id(),
                ago(Duration.ofMinutes(10)),
                ago(Duration.ofMinutes(5)),
                0,
                false,
                false,
                true));
        takeOver();
        now.overdue();

        assertThat(now.check(Rule.FLAPPING).verdict()).isEqualTo(Check.Verdict.FAIL);
    }
}
