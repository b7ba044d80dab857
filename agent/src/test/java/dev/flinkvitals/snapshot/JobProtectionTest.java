/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Configs;
import dev.flinkvitals.breaker.DecisionRecord;
import dev.flinkvitals.breaker.DecisionRecord.Outcome;
import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Situation;
import dev.flinkvitals.breaker.SnapshotRecord;
import dev.flinkvitals.breaker.SnapshotRecord.Result;
import dev.flinkvitals.breaker.actors.ActorSettings;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.export.Event;
import dev.flinkvitals.signals.JobId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobProtectionTest {
    private static final Duration CYCLE = Duration.ofSeconds(5);
    private static final String DIRECTORY = "s3://bucket/savepoints";
    private static final CanaryResult FINE =
            new CanaryResult(true, Duration.ofMillis(200), "written, read and deleted");

    private final RecordingPort port = new RecordingPort();
    private final AtomicBoolean slot = new AtomicBoolean();
    private final List<Event> events = new ArrayList<>();
    private final Situation now = new Situation();
    private final JobProtection protection = protection(SnapshotConfig.Mode.ACTIVE, Situation.JOB);

    @Test
    void monitorModeRecordsWhatItWouldTriggerAndTriggersNothing() {
        JobProtection monitoring = protection(SnapshotConfig.Mode.MONITOR, Situation.JOB);

        cycle(monitoring, now.overdue());
        cycle(monitoring, now.later(CYCLE));

        assertThat(port.calls).isEmpty();
        assertThat(slot).isFalse();
        assertThat(monitoring.log().snapshots()).isEmpty();
        assertThat(monitoring.log().decisions()).singleElement().satisfies(decision -> {
            assertThat(decision.outcome()).isEqualTo(Outcome.WOULD_TRIGGER);
            assertThat(decision.action()).isEqualTo(Action.CHECKPOINT);
            assertThat(decision.checks()).isNotEmpty().allMatch(check -> check.verdict() == Check.Verdict.PASS);
        });
    }

    @Test
    void monitorModeTriesTheStorageAndNoMoreSoThatItsVerdictIsTrue() {
        JobProtection monitoring = protection(SnapshotConfig.Mode.MONITOR, Situation.JOB);
        port.canary.complete(FINE);

        cycle(monitoring, now.runningOut());
        cycle(monitoring, now.later(CYCLE));

        assertThat(port.calls).containsExactly("canary " + DIRECTORY + " PT5S");
        assertThat(outcomes(monitoring)).containsExactly(Outcome.WOULD_TRIGGER);
    }

    @Test
    void modeOffDoesNothing() {
        JobProtection off = protection(SnapshotConfig.Mode.OFF, Situation.JOB);

        cycle(off, now.overdue().runningOut());

        assertThat(port.calls).isEmpty();
        assertThat(off.log().decisions()).isEmpty();
    }

    @Test
    void asksOnceMoreWhetherTheJobIsUnchangedAndThenTriggers() {
        port.unchanged = new CompletableFuture<>();

        cycle(protection, now.overdue());
        assertThat(port.calls).containsExactly("isUnchanged " + now.since);

        port.unchanged.complete(true);
        assertThat(port.calls)
                .as("the job's checkpoint timeout of ten minutes, and one for Flink to say so")
                .containsExactly("isUnchanged " + now.since, "checkpoint PT11M");
        assertThat(outcomes(protection)).containsExactly(Outcome.TRIGGERED);
        assertThat(protection.log().snapshots())
                .singleElement()
                .satisfies(snapshot -> assertThat(snapshot.result()).isEqualTo(Result.IN_FLIGHT));
    }

    @Test
    void triggersNothingWhenTheJobChangedAfterTheDecision() {
        port.unchanged = CompletableFuture.completedFuture(false);

        cycle(protection, now.overdue());
        cycle(protection, now.later(CYCLE));

        assertThat(port.calls).containsExactly("isUnchanged " + now.since);
        assertThat(only(protection).result()).isEqualTo(Result.FAILED);
        assertThat(only(protection).error())
                .hasValue(
                        "java.lang.IllegalStateException: the job or the leadership changed right before the trigger");
        assertThat(slot).isFalse();
    }

    @Test
    void refusesWhenThisJobManagerNoLongerLeads() {
        port.leader = false;

        cycle(protection, now.overdue());

        assertThat(port.calls).isEmpty();
        assertThat(outcomes(protection)).containsExactly(Outcome.REFUSED);
    }

    @Test
    void completedCheckpointIsTold() {
        cycle(protection, now.overdue());
        port.checkpoint.complete(42L);
        assertThat(slot).as("another job may act at once").isFalse();

        cycle(protection, now.later(CYCLE));

        assertThat(only(protection).result()).isEqualTo(Result.COMPLETED);
        assertThat(only(protection).checkpointId()).hasValue(42);
        assertThat(only(protection).took()).hasValue(CYCLE);
        assertThat(events)
                .extracting(Event::name)
                .containsExactly("flink.vitals.breaker.decision", "flink.vitals.snapshot.completed");
    }

    @Test
    void verifiedSavepointIsToldWithTheCommandThatRestoresIt() {
        triggerSavepoint();
        port.savepoint.complete("s3://bucket/savepoints/savepoint-1");
        cycle(protection, now.later(CYCLE));

        assertThat(port.calls)
                .containsExactly(
                        "canary " + DIRECTORY + " PT5S",
                        "isUnchanged " + now.since,
                        "savepoint " + DIRECTORY + " PT11M");
        assertThat(only(protection).result()).isEqualTo(Result.VERIFIED);
        assertThat(only(protection).path()).hasValue("s3://bucket/savepoints/savepoint-1");
        assertThat(only(protection).restoreCommand())
                .hasValue("bin/flink run --detached --fromSavepoint 's3://bucket/savepoints/savepoint-1'"
                        + " <job.jar> <arguments>");
        assertThat(slot).isFalse();
    }

    @Test
    void failureIsToldAndCountsForTheCircuit() {
        cycle(protection, now.overdue());
        port.checkpoint.completeExceptionally(new IOException("disk full"));
        cycle(protection, now.later(CYCLE));

        assertThat(only(protection).result()).isEqualTo(Result.FAILED);
        assertThat(only(protection).error()).hasValue("java.io.IOException: disk full");
        assertThat(slot).isFalse();

        cycle(protection, now.later(Situation.CONFIG.minInterval()));
        cycle(protection, now.later(CYCLE));

        assertThat(protection.log().snapshots()).hasSize(2).allMatch(s -> s.result() == Result.FAILED);
        assertThat(newest(protection).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(newest(protection).checks())
                .filteredOn(check -> check.verdict() == Check.Verdict.FAIL)
                .extracting(Check::rule)
                .containsExactly(Rule.BUDGET, Rule.CIRCUIT);
    }

    @Test
    void leavesTheStorageAloneWhenTheDecisionFailsAnyway() {
        now.runningOut().tasksRunning = 3;

        cycle(protection, now);

        assertThat(port.calls).isEmpty();
        assertThat(newest(protection).checks())
                .filteredOn(check -> check.verdict() != Check.Verdict.PASS)
                .extracting(Check::rule)
                .containsExactly(Rule.JOB_STABLE, Rule.CANARY);
    }

    @Test
    void waitsForTheCanaryWithoutADecisionAndWithoutASecondTry() {
        cycle(protection, now.runningOut());
        cycle(protection, now.later(CYCLE));

        assertThat(port.calls).containsExactly("canary " + DIRECTORY + " PT5S");
        assertThat(protection.log().decisions()).isEmpty();
        assertThat(slot).isFalse();
    }

    @Test
    void refusesWhenTheCanaryFailed() {
        port.canary.complete(new CanaryResult(false, Duration.ofMillis(30), "access denied"));

        cycle(protection, now.runningOut());
        cycle(protection, now.later(CYCLE));

        assertThat(newest(protection).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(newest(protection).reason()).startsWith("canary: access denied");
    }

    @Test
    void canaryThatBreaksItsContractCountsAsFailed() {
        port.canary.completeExceptionally(new NoClassDefFoundError("s3"));

        cycle(protection, now.runningOut());
        cycle(protection, now.later(CYCLE));

        assertThat(newest(protection).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(newest(protection).reason()).startsWith("canary: java.lang.NoClassDefFoundError: s3");
    }

    @Test
    void usesTheCanaryAlsoWhenCyclesAreFarApart() {
        port.canary.complete(FINE);

        cycle(protection, now.runningOut());
        cycle(protection, now.later(Duration.ofMinutes(5)));

        assertThat(outcomes(protection)).containsExactly(Outcome.TRIGGERED);
    }

    @Test
    void triesTheStorageAgainWhenTheResultIsOld() {
        port.canary.complete(FINE);
        slot.set(true);

        cycle(protection, now.runningOut());
        cycle(protection, now.later(CYCLE));
        cycle(protection, now.later(Duration.ofSeconds(31)));

        assertThat(port.calls).containsExactly("canary " + DIRECTORY + " PT5S", "canary " + DIRECTORY + " PT5S");
    }

    @Test
    void oneActionAtATimeInTheWholeCluster() {
        Situation other = new Situation().overdue();
        other.job = new JobId("00000000000000000000000000000002");
        JobProtection second = protection(SnapshotConfig.Mode.ACTIVE, other.job);

        cycle(protection, now.overdue());
        cycle(second, other);
        assertThat(port.calls).hasSize(2);
        assertThat(second.log().decisions())
                .as("it asks again, nothing is decided")
                .isEmpty();

        port.checkpoint.complete(1L);
        cycle(second, other.later(CYCLE));
        assertThat(outcomes(second)).containsExactly(Outcome.TRIGGERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"isUnchanged", "checkpoint"})
    void exceptionFromThePortLeavesNothingInFlight(String method) {
        port.throwing = Optional.of(method);

        cycle(protection, now.overdue());
        cycle(protection, now.later(CYCLE));

        assertThat(slot).isFalse();
        assertThat(only(protection).result()).isEqualTo(Result.FAILED);
        assertThat(only(protection).error()).hasValue("java.lang.IllegalStateException: planted");

        port.throwing = Optional.empty();
        cycle(protection, now.later(Situation.CONFIG.minInterval()));
        assertThat(newest(protection).outcome()).isEqualTo(Outcome.TRIGGERED);
    }

    @Test
    void exceptionBeforeTheTriggerFreesTheSlot() {
        JobProtection deaf = new JobProtection(
                Situation.CONFIG,
                Configs.HEALTH,
                Optional.of(DIRECTORY),
                port,
                slot,
                new ProtectionLog(Situation.JOB, "orders", SnapshotConfig.Mode.ACTIVE, event -> {
                    throw new IllegalStateException("planted");
                }),
                ActorSettings.NONE);

        assertThatThrownBy(() -> cycle(deaf, now.overdue())).hasMessage("planted");

        assertThat(slot).isFalse();
        assertThat(port.calls).isEmpty();
    }

    @Test
    void resultIsToldAlsoWhenTheJobIsGone() {
        triggerSavepoint();
        assertThat(protection.settle(now.later(CYCLE).tick())).isFalse();

        port.savepoint.complete("file:/savepoints/1");

        assertThat(protection.settle(now.later(CYCLE).tick())).isTrue();
        assertThat(events).last().satisfies(event -> {
            assertThat(event.name()).isEqualTo("flink.vitals.snapshot.completed");
            assertThat(event.attributes()).containsEntry("path", "file:/savepoints/1");
        });
    }

    @Test
    void lastResultIsToldWhenTheMonitorStops() {
        cycle(protection, now.overdue());
        port.checkpoint.complete(42L);

        protection.stop(now.later(CYCLE).tick());

        assertThat(only(protection).result()).isEqualTo(Result.COMPLETED);
    }

    @Test
    void whatIsStillInFlightWhenTheMonitorStopsIsNeitherSuccessNorFailure() {
        cycle(protection, now.overdue());

        protection.stop(now.later(CYCLE).tick());

        assertThat(only(protection).result()).isEqualTo(Result.IN_FLIGHT);
        assertThat(protection.log().counts().snapshots()).isEqualTo(Map.of());
    }

    @ParameterizedTest
    @EnumSource(
            value = SnapshotConfig.Mode.class,
            names = {"MONITOR", "ACTIVE"})
    void tooLateIsToldAndNothingIsTriggered(SnapshotConfig.Mode mode) {
        JobProtection late = protection(mode, Situation.JOB);
        now.runningOut().expectedSavepoint = Optional.of(Duration.ofMinutes(21));

        cycle(late, now);
        cycle(late, now.later(CYCLE));

        assertThat(port.calls).isEmpty();
        assertThat(outcomes(late)).containsExactly(Outcome.TOO_LATE);
    }

    private void triggerSavepoint() {
        port.canary.complete(FINE);
        cycle(protection, now.runningOut());
        cycle(protection, now.later(CYCLE));
        assertThat(outcomes(protection)).containsExactly(Outcome.TRIGGERED);
    }

    private JobProtection protection(SnapshotConfig.Mode mode, JobId job) {
        return new JobProtection(
                Situation.config(mode),
                Configs.HEALTH,
                Optional.of(DIRECTORY),
                port,
                slot,
                new ProtectionLog(job, "orders", mode, events::add),
                ActorSettings.NONE);
    }

    private static void cycle(JobProtection protection, Situation situation) {
        protection.runOnce(situation.assessment(), situation.reading());
    }

    private static SnapshotRecord only(JobProtection protection) {
        assertThat(protection.log().snapshots()).hasSize(1);
        return protection.log().snapshots().get(0);
    }

    private static DecisionRecord newest(JobProtection protection) {
        return protection.log().decisions().get(0);
    }

    private static List<Outcome> outcomes(JobProtection protection) {
        return protection.log().decisions().stream()
                .map(DecisionRecord::outcome)
                .toList();
    }
}
