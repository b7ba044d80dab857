/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.DecisionRecord;
import dev.flinkvitals.breaker.DecisionRecord.Outcome;
import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.SnapshotRecord.Result;
import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.schedule.SimulatedJob;
import dev.flinkvitals.config.SnapshotConfig.Mode;
import dev.flinkvitals.export.Event;
import dev.flinkvitals.snapshot.ledger.Claim;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobProtectionTest {
    private static final CanaryResult FINE =
            new CanaryResult(true, Duration.ofMillis(200), "written, read and deleted");

    private final ProtectedJob now = new ProtectedJob(Mode.ACTIVE);

    @Test
    void monitorModeTellsWhatItWouldTriggerTriggersNothingAndWritesNothing() {
        ProtectedJob monitoring = new ProtectedJob(Mode.MONITOR).overdue();

        assertThat(monitoring.calls()).isEmpty();
        assertThat(monitoring.ledger.facts).isEmpty();
        assertThat(monitoring.protection().log().snapshots()).isEmpty();
        assertThat(monitoring.newest().outcome()).isEqualTo(Outcome.WOULD_TRIGGER);
        assertThat(monitoring.newest().checks()).isNotEmpty().allMatch(check -> check.verdict() == Check.Verdict.PASS);
    }

    @Test
    void modeOffDoesNothing() {
        ProtectedJob off = new ProtectedJob(Mode.OFF).overdue().runningOut();

        assertThat(off.calls()).isEmpty();
        assertThat(off.protection().log().decisions()).isEmpty();
    }

    @Test
    void claimsAsksOnceMoreTriggersAndTellsWhatCameOfIt() {
        now.port.checkpoint = new CompletableFuture<>();
        now.overdue();

        assertThat(now.calls())
                .as("the timeout of ten minutes, and one to say so")
                .containsExactly("checkpoint PT11M");
        assertThat(now.outcomes()).contains(Outcome.TRIGGERED);
        assertThat(now.snapshot().result()).isEqualTo(Result.IN_FLIGHT);

        now.port.checkpoint.complete(42L);
        now.cycle();
        now.cycle();

        assertThat(now.snapshot().result()).isEqualTo(Result.COMPLETED);
        assertThat(now.snapshot().checkpointId()).hasValue(42);
        assertThat(now.written())
                .containsSubsequence(EntryKind.TRIGGERED, EntryKind.COMPLETED)
                .doesNotContain(EntryKind.FAILED);
        assertThat(now.events).extracting(Event::name).contains("flink.vitals.snapshot.completed");
    }

    @Test
    void aSavepointGoesIntoADirectoryOfItsOwnIsVerifiedAndLookedInto() {
        now.port.canary.complete(FINE);
        now.port.inspection = CompletableFuture.completedFuture(List.of("window: has state but no uid"));
        now.runningOut();

        String target = now.ledger.facts.stream()
                .filter(fact -> fact.kind() == EntryKind.TRIGGERED)
                .findFirst()
                .flatMap(fact -> fact.detail(LedgerFact.TARGET))
                .orElseThrow();
        assertThat(target).matches("s3://bucket/savepoints/flink-vitals/" + now.job.id.hex() + "/memory-.*-1");
        assertThat(now.calls()).containsExactly("canary s3://bucket/savepoints PT5S", "savepoint " + target + " PT11M");

        now.port.savepoint.complete(target + "/savepoint-1");
        now.cycle();
        now.cycle();

        assertThat(now.snapshot().result()).isEqualTo(Result.VERIFIED);
        assertThat(now.snapshot().path()).hasValue(target + "/savepoint-1");
        assertThat(now.snapshot().restoreCommand())
                .hasValue(
                        "bin/flink run --detached --fromSavepoint '" + target + "/savepoint-1' <job.jar> <arguments>");
        assertThat(now.snapshot().findings()).containsExactly("window: has state but no uid");
        assertThat(now.written()).containsSubsequence(EntryKind.TRIGGERED, EntryKind.VERIFIED);
    }

    @Test
    void triggersNothingWhenTheJobChangedAfterTheDecision() {
        now.port.unchanged = CompletableFuture.completedFuture(false);
        now.overdue();

        assertThat(now.calls()).isEmpty();
        assertThat(now.first().result()).isEqualTo(Result.NOT_TRIGGERED);
        assertThat(now.first().error()).hasValue("the job or the leadership changed");
        assertThat(now.ledger.facts)
                .filteredOn(fact -> fact.kind() == EntryKind.FAILED)
                .isNotEmpty()
                .allMatch(fact -> fact.detail(LedgerFact.CLAIM).equals(Optional.of(LedgerFact.NOT_TRIGGERED)));
    }

    @Test
    void triggersNothingThatAnotherLeaderClaimed() {
        now.ledger.claim = CompletableFuture.completedFuture(new Claim(false, "claimed by leadership 2-abcdef01"));
        now.overdue();

        assertThat(now.port.calls).isEmpty();
        assertThat(now.first().error()).hasValue("claimed by leadership 2-abcdef01");
    }

    @Test
    void triggersNothingWithoutAnAnswerOfTheLedger() {
        now.ledger.claim = CompletableFuture.failedFuture(new IOException("the disk is gone"));
        now.overdue();

        assertThat(now.port.calls).isEmpty();
        assertThat(now.first().result()).isEqualTo(Result.NOT_TRIGGERED);
    }

    @Test
    void decidesNothingForGoodWhileTheLedgerCannotBeRead() {
        now.ledger.broken = true;
        now.overdue();

        assertThat(now.port.calls).isEmpty();
        assertThat(now.newest().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(failed(now.newest())).contains(Rule.LEDGER, Rule.BUDGET);

        now.ledger.broken = false;
        now.pass(Duration.ofMinutes(5));
        assertThat(now.calls()).isNotEmpty();
    }

    @Test
    void holdsStillOnceAnotherJobManagerLeads() {
        now.ledger.newest = false;
        now.overdue();

        assertThat(now.port.calls).isEmpty();
        assertThat(failed(now.newest())).contains(Rule.LEDGER);
    }

    @Test
    void holdsStillWhileTheStopFileIsThereOrNobodyKnows() {
        now.stopped = Optional.of(true);
        now.overdue();
        assertThat(now.port.calls).isEmpty();
        assertThat(failed(now.newest())).containsExactly(Rule.STOP_FILE);

        now.stopped = Optional.empty();
        now.pass(Duration.ofMinutes(1));
        assertThat(now.port.calls).isEmpty();

        now.stopped = Optional.of(false);
        now.pass(Duration.ofMinutes(1));
        assertThat(now.calls()).containsExactly("checkpoint PT11M");
    }

    @Test
    void refusesWhenThisJobManagerNoLongerLeads() {
        now.port.leader = false;
        now.overdue();

        assertThat(now.port.calls).isEmpty();
        assertThat(failed(now.newest())).contains(Rule.LEADER);
    }

    @Test
    void failureIsToldAndCountsForTheCircuit() {
        now.port.checkpoint.completeExceptionally(new IOException("disk full"));
        now.overdue();

        assertThat(now.snapshot().result()).isEqualTo(Result.FAILED);
        assertThat(now.snapshot().error()).hasValue("java.io.IOException: disk full");
        assertThat(now.written()).containsSubsequence(EntryKind.TRIGGERED, EntryKind.FAILED);

        now.pass(Duration.ofMinutes(31));
        assertThat(now.protection().log().snapshots()).hasSize(2);
        assertThat(failed(now.newest())).contains(Rule.CIRCUIT);
    }

    @Test
    void aLostAnswerIsNoFailureIfTheSavepointIsThere() {
        now.port.canary.complete(FINE);
        now.port.savepoint.completeExceptionally(new java.util.concurrent.TimeoutException("no answer"));
        now.port.found = CompletableFuture.completedFuture(Optional.of("s3://bucket/savepoints/x/savepoint-1"));
        now.runningOut();

        assertThat(now.snapshot().result()).isEqualTo(Result.VERIFIED);
        assertThat(now.snapshot().path()).hasValue("s3://bucket/savepoints/x/savepoint-1");
    }

    @Test
    void whatNobodyKnowsIsNotTriedAgain() {
        now.port.canary.complete(FINE);
        now.port.savepoint.completeExceptionally(new java.util.concurrent.TimeoutException("no answer"));
        now.port.found = CompletableFuture.failedFuture(new IOException("the storage is gone"));
        now.runningOut();
        now.pass(Duration.ofHours(2));

        assertThat(now.written()).contains(EntryKind.LOST);
        assertThat(now.calls().stream().filter(call -> call.startsWith("savepoint")))
                .hasSize(1);
    }

    @Test
    void refusesWhenTheCanaryFailed() {
        now.port.canary.complete(new CanaryResult(false, Duration.ofMillis(30), "access denied"));
        now.runningOut();

        assertThat(now.newest().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(now.newest().reason()).startsWith("canary: access denied");
        assertThat(now.calls()).allMatch(call -> call.startsWith("canary"));
    }

    @Test
    void oneActionAtATimeInTheWholeCluster() {
        SimulatedJob other = new SimulatedJob(2);
        other.exposure = java.util.OptionalDouble.of(2.5);
        now.others.add(other);
        now.port.checkpoint = new CompletableFuture<>();
        now.overdue();
        assertThat(now.calls()).hasSize(1);

        now.port.checkpoint.complete(1L);
        now.pass(Duration.ofMinutes(1));
        assertThat(now.calls()).hasSize(2);
    }

    @Test
    void holdsAllWhenHalfOfTheClusterIsIllAtOnce() {
        for (int i = 2; i <= 4; i++) {
            SimulatedJob other = new SimulatedJob(i);
            other.exposure = java.util.OptionalDouble.of(2.5);
            now.others.add(other);
        }
        now.overdue();

        assertThat(now.port.calls).isEmpty();
        assertThat(failed(now.newest())).containsExactly(Rule.FLEET);
        assertThat(now.events)
                .filteredOn(event -> "fleet_held".equals(event.attributes().get("transition")))
                .as("one alert for all")
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"isUnchanged", "checkpoint"})
    void exceptionFromThePortLeavesNothingInFlight(String method) {
        now.port.throwing = Optional.of(method);
        now.overdue();

        assertThat(now.first().result()).isNotEqualTo(Result.IN_FLIGHT);
        assertThat(now.cluster.takeSlot()).as("the slot is free").isTrue();
    }

    @Test
    void resultIsToldAlsoWhenTheJobIsGone() {
        now.port.checkpoint = new CompletableFuture<>();
        now.overdue();
        JobProtection gone = now.protection();
        now.cluster.forget(now.job.id);
        assertThat(gone.settle(now.job.tick())).isFalse();

        now.port.checkpoint.complete(42L);

        assertThat(gone.settle(now.job.tick())).isTrue();
        assertThat(now.events)
                .last()
                .satisfies(event -> assertThat(event.name()).isEqualTo("flink.vitals.snapshot.completed"));
    }

    @Test
    void whatIsStillInFlightWhenTheMonitorStopsIsNeitherSuccessNorFailure() {
        now.port.checkpoint = new CompletableFuture<>();
        now.overdue();

        now.cluster.stop(now.job.tick());
        now.cluster.close();

        assertThat(now.snapshot().result()).isEqualTo(Result.IN_FLIGHT);
        assertThat(now.written()).endsWith(EntryKind.TRIGGERED);
        assertThat(now.ledger.closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MONITOR", "ACTIVE"})
    void tooLateIsToldAndNothingIsTriggered(Mode mode) {
        ProtectedJob late = new ProtectedJob(mode);
        late.port.canary.complete(FINE);
        late.job.expectedSavepoint = Optional.of(Duration.ofMinutes(21));
        late.runningOut();

        assertThat(late.calls()).noneMatch(call -> call.startsWith("savepoint"));
        assertThat(late.outcomes()).contains(Outcome.TOO_LATE);
    }

    private static List<Rule> failed(DecisionRecord decision) {
        return decision.checks().stream()
                .filter(check -> check.verdict() != Check.Verdict.PASS)
                .map(Check::rule)
                .toList();
    }
}
