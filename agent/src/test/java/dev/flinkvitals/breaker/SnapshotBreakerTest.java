/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import static dev.flinkvitals.breaker.Check.Verdict.FAIL;
import static dev.flinkvitals.breaker.Check.Verdict.PASS;
import static dev.flinkvitals.breaker.Check.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkvitals.breaker.BreakerEvent.Kind;
import dev.flinkvitals.breaker.Decision.Purpose;
import dev.flinkvitals.breaker.Surroundings.Ledger;
import dev.flinkvitals.breaker.fleet.FleetVerdict;
import dev.flinkvitals.breaker.schedule.SimulatedJob;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig.Mode;
import dev.flinkvitals.signals.CheckpointSample.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotBreakerTest {
    private final BreakerHarness now = new BreakerHarness(Configs.snapshots(Map.of()));

    private static BreakerHarness with(Map<Policy, Mode> modes) {
        return new BreakerHarness(Configs.snapshots(modes));
    }

    private static BreakerHarness eager() {
        return new BreakerHarness(Configs.snapshots(Map.of(), Duration.ofSeconds(1), 100));
    }

    private void another(Duration later) {
        now.calm().pass(later);
        now.overdue();
    }

    @Test
    void actsWhenEveryRulePassesAndListsThemInTheirOrder() {
        Decision.Act act = now.runningOut().act();

        assertThat(act.checks()).extracting(Check::rule).containsExactly(Rule.values());
        assertThat(act.checks()).extracting(Check::verdict).containsOnly(PASS);
        assertThat(act.purpose()).isEqualTo(Purpose.ACTION);
        assertThat(act.action()).isEqualTo(Action.SAVEPOINT);
    }

    @Test
    void wantsNothingWhileAnActionIsInFlight() {
        Decision.Act act = now.overdue().triggered();
        now.runningOut();

        assertThat(now.breaker.wish(Mode.ACTIVE)).isEmpty();
        Decision again =
                now.breaker.decide(act.wish(), now.job.assessment(), now.job.reading(), now.job.evidence(), now.around);
        assertThat(BreakerHarness.check(again, Rule.SINGLE_FLIGHT))
                .isEqualTo(new Check(Rule.SINGLE_FLIGHT, FAIL, "a checkpoint is in flight"));
    }

    @Test
    void wantsNothingMoreForAnIncidentThatGotItsAction() {
        now.runningOut().completed();
        now.pass(Duration.ofHours(3));

        assertThat(now.breaker.wish(Mode.ACTIVE)).isEmpty();
    }

    @Test
    void oneSavepointServesAllIncidentsThatItCovers() {
        now.runningOut();
        now.job.states = List.of(SimulatedJob.growth(1e9, 3e6));
        now.cycle();
        now.completed();
        now.pass(Duration.ofHours(1));

        assertThat(now.breaker.wish(Mode.ACTIVE)).isEmpty();
    }

    @Test
    void stillWantsTheActionAfterItFailedButNotAfterItGotLost() {
        Decision.Act act = now.runningOut().failed();
        assertThat(now.breaker.wish(Mode.ACTIVE))
                .get()
                .extracting(Wish::incident)
                .isEqualTo(act.wish().incident());
        now.pass(Duration.ofMinutes(30));

        Decision.Act second = now.triggered();
        now.breaker.lost(second, now.job.tick());
        now.pass(Duration.ofHours(1));
        assertThat(now.breaker.wish(Mode.ACTIVE)).isEmpty();
    }

    @Test
    void whatWasNotCarriedOutAfterAllCostsNothingButSomeTime() {
        Decision.Act act = now.overdue().triggered();
        now.breaker.abandoned(act, now.job.tick());
        now.pass(Duration.ofMinutes(4));
        assertThat(now.decide()).as("what kept it may last").isInstanceOf(Decision.Refuse.class);
        now.pass(Duration.ofMinutes(1));

        assertThat(now.act().wish().incident()).isEqualTo(act.wish().incident());
        assertThat(now.check(Rule.BUDGET).evidence()).isEqualTo("0 of 6 actions within 24 h");
        assertThat(now.check(Rule.CIRCUIT).evidence()).isEqualTo("closed, 0 consecutive failures");
    }

    @Test
    void sharesTheBudgetBetweenCheckpointsAndSavepoints() {
        now.overdue().completed();
        now.calm().runningOut();

        assertThat(now.check(Rule.BUDGET))
                .isEqualTo(new Check(Rule.BUDGET, FAIL, "last action 5.17 min ago, needs 30 min"));
    }

    @Test
    void refusesTheSeventhActionOfADay() {
        now.overdue().completed();
        for (int i = 0; i < 5; i++) {
            another(Duration.ofHours(1));
            now.completed();
        }
        another(Duration.ofHours(1));

        assertThat(now.check(Rule.BUDGET)).isEqualTo(new Check(Rule.BUDGET, FAIL, "6 of 6 actions within 24 h"));
    }

    @Test
    void whatIsRehearsedAndWhatIsDoneHaveBooksOfTheirOwn() {
        BreakerHarness mixed = with(Map.of(Policy.MEMORY, Mode.MONITOR));
        mixed.runningOut().overdue();

        Decision.Act rehearsal = (Decision.Act) mixed.decide(Mode.MONITOR);
        Decision.Act action = mixed.act();
        assertThat(rehearsal.wish().policy()).isEqualTo(Policy.MEMORY);
        assertThat(action.wish().policy()).isEqualTo(Policy.EXPOSURE);
        mixed.breaker.triggered(action, mixed.job.tick());
        mixed.breaker.rehearsed(rehearsal, mixed.job.tick());
        mixed.cycle();

        assertThat(mixed.breaker.wish(Mode.MONITOR))
                .as("its incident got its rehearsal")
                .isEmpty();
    }

    @Test
    void onlyWhatIsActiveCanBeTriggeredAndOnlyWhatIsMonitoredRehearsed() {
        BreakerHarness monitor = with(Map.of(Policy.EXPOSURE, Mode.MONITOR));
        Decision.Act rehearsal = (Decision.Act) monitor.overdue().decide(Mode.MONITOR);
        Decision.Act action = now.overdue().act();

        assertThatThrownBy(() -> monitor.breaker.triggered(rehearsal, monitor.job.tick()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("exposure is MONITOR, not ACTIVE");
        assertThatThrownBy(() -> now.breaker.rehearsed(action, now.job.tick()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("exposure is ACTIVE, not MONITOR");
    }

    @Test
    void opensAfterTwoFailuresAndTheJobsOwnCheckpointClosesIt() {
        twoFailures();
        assertThat(now.check(Rule.CIRCUIT).verdict()).isEqualTo(FAIL);
        assertThat(now.kinds()).contains(Kind.CIRCUIT_OPENED);
        now.pass(Duration.ofMinutes(10));
        assertThat(now.kinds()).contains(Kind.CIRCUIT_HALF_OPEN);

        now.job.checkpoint(Status.IN_PROGRESS);
        now.cycle();
        assertThat(now.check(Rule.CIRCUIT))
                .isEqualTo(new Check(
                        Rule.CIRCUIT, FAIL, "half open, a plain checkpoint has to complete first; one is under way"));
        now.job.history.clear();
        now.job.checkpoint(Status.COMPLETED);
        now.cycle();

        assertThat(now.kinds()).last().isEqualTo(Kind.CIRCUIT_CLOSED);
        assertThat(now.check(Rule.CIRCUIT).evidence()).isEqualTo("closed, 0 consecutive failures");
    }

    @Test
    void probesWhileHalfOpenIfAWishWaitsAndTheProbeNeedsNoToken() {
        BreakerHarness half = new BreakerHarness(Configs.snapshots(Map.of(), Duration.ofMinutes(30), 6));
        half.runningOut().failed();
        half.pass(Duration.ofMinutes(30));
        half.failed();
        half.pass(Duration.ofMinutes(10));

        Decision.Act probe = half.triggered();
        assertThat(probe.purpose()).isEqualTo(Purpose.PROBE);
        assertThat(probe.action()).isEqualTo(Action.CHECKPOINT);
        assertThat(probe.wish().action()).isEqualTo(Action.SAVEPOINT);
        half.breaker.completed(probe, true, half.job.tick());
        half.cycle();
        assertThat(half.kinds()).last().isEqualTo(Kind.CIRCUIT_CLOSED);
        assertThat(half.check(Rule.BUDGET).evidence()).startsWith("last action 10 min ago");
        half.pass(Duration.ofMinutes(20));
        assertThat(half.act().purpose()).as("now the savepoint itself").isEqualTo(Purpose.ACTION);
    }

    @Test
    void aProbeThatFailsOpensItForTwiceAsLong() {
        twoFailures();
        now.pass(Duration.ofMinutes(10));
        Decision.Act probe = now.triggered();
        now.breaker.failed(probe, now.job.tick());
        now.pass(Duration.ofMinutes(19));

        assertThat(now.check(Rule.CIRCUIT).evidence()).isEqualTo("open after failures for another 60 s");
    }

    @Test
    void doesNotProbeWhileItIsNotKnownWhetherACheckpointIsUnderWay() {
        twoFailures();
        now.pass(Duration.ofMinutes(10));
        now.job.statisticsKnown = false;
        now.cycle();

        assertThat(now.check(Rule.CIRCUIT).verdict()).isEqualTo(UNKNOWN);
        assertThat(now.decide()).isInstanceOf(Decision.Refuse.class);
    }

    private void twoFailures() {
        now.overdue().failed();
        now.pass(Duration.ofMinutes(30));
        now.failed();
        now.cycle();
    }

    @Test
    void harmOpensTheCircuitAndHoldsThePolicyForADay() {
        now.overdue().completed();
        now.calm();
        now.job.restart(Optional.empty());
        now.cycle();
        assertThat(now.events)
                .filteredOn(event -> event.kind() == Kind.HARMFUL)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.policy()).hasValue(Policy.EXPOSURE);
                    assertThat(event.text()).isEqualTo("the job restarted: java.lang.Exception");
                });

        another(Duration.ofHours(23));
        assertThat(now.check(Rule.CIRCUIT).evidence()).startsWith("open after harm for another");
        assertThat(now.check(Rule.BLACKLIST).verdict()).isEqualTo(FAIL);
        another(Duration.ofHours(1));
        now.job.checkpoint(Status.COMPLETED);
        now.cycle();
        assertThat(now.check(Rule.BLACKLIST).verdict()).isEqualTo(PASS);
        assertThat(now.check(Rule.CIRCUIT).verdict()).isEqualTo(PASS);
    }

    @Test
    void aCheckpointThatDoesNotBringTheExposureDownIsNotRepeatedForADay() {
        now.overdue().completed();
        now.pass(Duration.ofMinutes(15));

        assertThat(now.kinds()).contains(Kind.BLACKLISTED).contains(Kind.UNHARMED);
        another(Duration.ofHours(1));
        assertThat(now.check(Rule.BLACKLIST).evidence())
                .startsWith("the checkpoint for exposure did harm or did not help; held for another");
    }

    @Test
    void aSavepointThatCannotBeReadBackCountsAsFailedAndAsOfNoHelp() {
        Decision.Act act = now.runningOut().triggered();
        now.breaker.completed(act, false, now.job.tick());
        now.pass(Duration.ofHours(1));

        assertThat(now.check(Rule.CIRCUIT).evidence()).isEqualTo("closed, 1 consecutive failures");
        assertThat(now.check(Rule.BLACKLIST).verdict()).isEqualTo(FAIL);
    }

    @Test
    void holdsIncidentsThatComeAndGo() {
        for (int i = 0; i < 2; i++) {
            now.overdue().calm();
        }
        now.overdue();
        assertThat(now.kinds()).contains(Kind.FLAPPING);

        assertThat(now.check(Rule.FLAPPING).verdict()).isEqualTo(FAIL);
        assertThat(now.decide()).isInstanceOf(Decision.Refuse.class);
        another(Duration.ofMinutes(59));
        assertThat(now.check(Rule.FLAPPING).verdict()).isEqualTo(FAIL);
        another(Duration.ofMinutes(60));
        assertThat(now.check(Rule.FLAPPING).verdict()).isEqualTo(PASS);
    }

    @Test
    void surroundingsThatAreNotKnownOrForbidItHoldIt() {
        now.overdue();
        Optional<FleetVerdict> free = Optional.of(FleetVerdict.ASSUMED_FREE);
        Optional<Boolean> yes = Optional.of(true);
        Optional<Boolean> no = Optional.of(false);
        Optional<Boolean> unknown = Optional.empty();

        held(Rule.SINGLE_FLIGHT, FAIL, new Surroundings(yes, no, Ledger.READY, free));
        held(Rule.SINGLE_FLIGHT, UNKNOWN, new Surroundings(unknown, no, Ledger.READY, free));
        held(Rule.STOP_FILE, FAIL, new Surroundings(no, yes, Ledger.READY, free));
        held(Rule.STOP_FILE, UNKNOWN, new Surroundings(no, unknown, Ledger.READY, free));
        held(Rule.LEDGER, FAIL, new Surroundings(no, no, Ledger.UNWRITABLE, free));
        held(Rule.LEDGER, FAIL, new Surroundings(no, no, Ledger.SUPERSEDED, free));
        held(Rule.LEDGER, FAIL, new Surroundings(no, no, Ledger.NOT_NEEDED, free));
        held(Rule.LEDGER, UNKNOWN, new Surroundings(no, no, Ledger.UNKNOWN, free));
        held(
                Rule.FLEET,
                FAIL,
                new Surroundings(no, no, Ledger.READY, Optional.of(new FleetVerdict(true, 3, 4, "ill"))));
        held(Rule.FLEET, UNKNOWN, new Surroundings(no, no, Ledger.READY, Optional.empty()));
    }

    private void held(Rule rule, Check.Verdict verdict, Surroundings around) {
        now.around = around;
        Decision decision = now.decide();

        assertThat(decision).isInstanceOf(Decision.Refuse.class);
        assertThat(decision.checks())
                .filteredOn(check -> check.verdict() != PASS)
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.rule()).isEqualTo(rule);
                    assertThat(check.verdict()).isEqualTo(verdict);
                });
    }

    @Test
    void throwsOnIllegalTransitionsAndChangesNothing() {
        Decision.Act act = now.overdue().act();
        String notInFlight = "checkpoint for " + act.wish().incident() + " is not in flight";

        assertThatThrownBy(() -> now.breaker.completed(act, true, now.job.tick()))
                .hasMessage(notInFlight);
        assertThatThrownBy(() -> now.breaker.failed(act, now.job.tick())).hasMessage(notInFlight);
        assertThatThrownBy(() -> now.breaker.lost(act, now.job.tick())).hasMessage(notInFlight);
        assertThatThrownBy(() -> now.breaker.abandoned(act, now.job.tick())).hasMessage(notInFlight);
        now.breaker.triggered(act, now.job.tick());
        assertThatThrownBy(() -> now.breaker.triggered(act, now.job.tick()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("triggered although single-flight: a checkpoint is in flight");
        now.breaker.completed(act, true, now.job.tick());
        assertThatThrownBy(() -> now.breaker.triggered(act, now.job.tick()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("triggered although budget: last action 0 s ago, needs 30 min");
        now.pass(Duration.ofMinutes(30));
        assertThatThrownBy(() -> now.breaker.triggered(act, now.job.tick())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void neverTriggersAnIncidentThatGotItsAction() {
        BreakerHarness eager = eager();
        Decision.Act act = eager.overdue().completed();
        eager.cycle();

        assertThatThrownBy(() -> eager.breaker.triggered(act, eager.job.tick()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(act.wish().incident() + " is over, or got its action");
    }

    @Test
    void refusesToMixJobs() {
        now.overdue();
        SimulatedJob other = new SimulatedJob(2);

        assertThatThrownBy(() -> now.breaker.observe(other.assessment(), now.job.reading()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> now.breaker.decide(
                        now.breaker.wish(Mode.ACTIVE).orElseThrow(),
                        other.assessment(),
                        other.reading(),
                        other.evidence(),
                        now.around))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("wish for job 00000000000000000000000000000001");
    }
}
