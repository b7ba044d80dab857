/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.BreakerEvent;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Decision;
import dev.flinkvitals.breaker.DecisionRecord;
import dev.flinkvitals.breaker.DecisionRecord.Outcome;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Situation;
import dev.flinkvitals.breaker.SnapshotRecord;
import dev.flinkvitals.breaker.SnapshotRecord.Result;
import dev.flinkvitals.breaker.Wish;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.export.Event;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.snapshot.ProtectionCounts.DecisionCount;
import dev.flinkvitals.snapshot.ProtectionCounts.SnapshotCount;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ProtectionLogTest {
    private static final JobId JOB = new JobId("00000000000000000000000000000001");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Check LEADER = new Check(Rule.LEADER, Check.Verdict.PASS, "leads");
    private static final Check BUDGET = new Check(Rule.BUDGET, Check.Verdict.FAIL, "last action 5 s ago, needs 30 min");
    private static final Check STABLE = new Check(Rule.JOB_STABLE, Check.Verdict.UNKNOWN, "not known");

    private final List<Event> events = new ArrayList<>();
    private final ProtectionLog log = new ProtectionLog(JOB, "orders", Situation.CONFIG, events::add);

    @Test
    void decisionIsKeptCountedAndExported() {
        log.decided(at(5), refusal(Action.CHECKPOINT, "exposure@1", LEADER, BUDGET), Outcome.REFUSED);

        assertThat(log.decisions())
                .containsExactly(new DecisionRecord(
                        START.plusSeconds(5),
                        Action.CHECKPOINT,
                        "exposure@1",
                        Outcome.REFUSED,
                        "obstacles",
                        List.of(LEADER, BUDGET)));
        assertThat(log.counts())
                .isEqualTo(new ProtectionCounts(
                        SnapshotConfig.Mode.ACTIVE,
                        Map.of(new DecisionCount(Action.CHECKPOINT, Outcome.REFUSED), 1L),
                        Map.of()));
        assertThat(events)
                .containsExactly(new Event(
                        "flink.vitals.breaker.decision",
                        Event.Severity.WARN,
                        START.plusSeconds(5),
                        "a checkpoint was wished for and refused: obstacles",
                        Map.of(
                                "job.id", JOB.hex(),
                                "job.name", "orders",
                                "action", "checkpoint",
                                "outcome", "refused",
                                "policy", "exposure",
                                "mode", "active",
                                "incident", "exposure@1",
                                "reason", "obstacles",
                                "checks", "leader=pass (leads); budget=fail (last action 5 s ago, needs 30 min)")));
    }

    @Test
    void eachOutcomeHasItsSentence() {
        log.decided(at(0), act(Action.CHECKPOINT, "a"), Outcome.TRIGGERED);
        log.decided(at(0), act(Action.CHECKPOINT, "b"), Outcome.WOULD_TRIGGER);
        log.decided(
                at(0),
                new Decision.TooLate(wish(Action.SAVEPOINT, "c"), List.of(), "takes 2 min, 1 min is left"),
                Outcome.TOO_LATE);

        assertThat(events)
                .extracting(Event::body)
                .containsExactly(
                        "triggered a checkpoint: wished",
                        "would have triggered a checkpoint (mode monitor): wished",
                        "too late for a savepoint: takes 2 min, 1 min is left");
        assertThat(events)
                .extracting(Event::severity)
                .containsExactly(Event.Severity.WARN, Event.Severity.WARN, Event.Severity.ERROR);
    }

    @Test
    void decisionThatRepeatsIsToldOnce() {
        log.decided(at(0), refusal(Action.CHECKPOINT, "exposure@1", BUDGET), Outcome.REFUSED);
        Check laterBudget = new Check(Rule.BUDGET, Check.Verdict.FAIL, "last action 10 s ago, needs 30 min");
        log.decided(at(5), refusal(Action.CHECKPOINT, "exposure@1", laterBudget), Outcome.REFUSED);

        assertThat(log.decisions()).hasSize(1);
        assertThat(log.counts().decisions().values()).containsExactly(1L);
        assertThat(events).hasSize(1);
    }

    @Test
    void wishesThatTakeTurnsAreToldOnceEach() {
        for (int cycle = 0; cycle < 10; cycle++) {
            log.decided(at(cycle), refusal(Action.CHECKPOINT, "exposure@1", BUDGET), Outcome.REFUSED);
            log.decided(at(cycle), refusal(Action.SAVEPOINT, "exhaustion@1", BUDGET), Outcome.REFUSED);
        }

        assertThat(log.decisions()).hasSize(2);
    }

    @Test
    void anotherReasonIncidentOrOutcomeIsAnotherDecision() {
        log.decided(at(0), refusal(Action.CHECKPOINT, "exposure@1", BUDGET), Outcome.REFUSED);
        log.decided(at(1), refusal(Action.CHECKPOINT, "exposure@1", BUDGET, STABLE), Outcome.REFUSED);
        log.decided(at(2), refusal(Action.CHECKPOINT, "exposure@2", BUDGET, STABLE), Outcome.REFUSED);
        log.decided(at(3), act(Action.CHECKPOINT, "exposure@2"), Outcome.TRIGGERED);

        assertThat(log.decisions())
                .extracting(decision -> decision.at().getEpochSecond() - START.getEpochSecond())
                .as("newest first")
                .containsExactly(3L, 2L, 1L, 0L);
    }

    @Test
    void keepsTheNewestTwentyAndCountsAll() {
        for (int i = 0; i < 25; i++) {
            log.decided(at(i), act(Action.CHECKPOINT, "incident-" + i), Outcome.TRIGGERED);
            SnapshotRecord started = log.started(at(i), act(Action.CHECKPOINT, "incident"));
            log.completed(at(i + 1), started, OptionalLong.of(i));
        }

        assertThat(log.decisions()).hasSize(20);
        assertThat(log.decisions().get(0).incident()).isEqualTo("incident-24");
        assertThat(log.snapshots()).hasSize(20);
        assertThat(log.snapshots().get(0).checkpointId()).hasValue(24);
        assertThat(log.counts().decisions())
                .containsEntry(new DecisionCount(Action.CHECKPOINT, Outcome.TRIGGERED), 25L);
        assertThat(log.counts().snapshots()).containsEntry(new SnapshotCount(Action.CHECKPOINT, Result.COMPLETED), 25L);
    }

    @Test
    void completedCheckpointReplacesTheOneInFlight() {
        SnapshotRecord started = log.started(at(0), act(Action.CHECKPOINT, "incident"));
        assertThat(log.snapshots())
                .singleElement()
                .satisfies(s -> assertThat(s.result()).isEqualTo(Result.IN_FLIGHT));

        log.completed(at(4), started, OptionalLong.of(7));

        assertThat(log.snapshots())
                .containsExactly(new SnapshotRecord(
                        Policy.EXPOSURE,
                        Action.CHECKPOINT,
                        false,
                        START,
                        Result.COMPLETED,
                        Optional.of(Duration.ofSeconds(4)),
                        Optional.empty(),
                        OptionalLong.of(7),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()));
        assertThat(events)
                .containsExactly(new Event(
                        "flink.vitals.snapshot.completed",
                        Event.Severity.INFO,
                        START.plusSeconds(4),
                        "the checkpoint is completed",
                        Map.of(
                                "job.id", JOB.hex(),
                                "job.name", "orders",
                                "action", "checkpoint",
                                "result", "completed",
                                "duration_s", 4.0)));
    }

    @Test
    void verifiedSavepointIsToldWithItsPath() {
        log.savepointVerified(
                at(4), log.started(at(0), act(Action.SAVEPOINT, "incident")), "file:/sp/it's 1", Optional.empty());

        assertThat(events)
                .containsExactly(new Event(
                        "flink.vitals.snapshot.completed",
                        Event.Severity.INFO,
                        START.plusSeconds(4),
                        "the savepoint is verified; restore with: bin/flink run --detached --fromSavepoint"
                                + " 'file:/sp/it'\\''s 1' <job.jar> <arguments>",
                        Map.of(
                                "job.id", JOB.hex(),
                                "job.name", "orders",
                                "action", "savepoint",
                                "result", "verified",
                                "duration_s", 4.0,
                                "path", "file:/sp/it's 1")));
    }

    @Test
    void failureIsToldWithItsRootCause() {
        log.failed(
                at(4),
                log.started(at(0), act(Action.SAVEPOINT, "incident")),
                new CompletionException(new RuntimeException("wrapper", new IOException("disk full"))));

        assertThat(events)
                .containsExactly(new Event(
                        "flink.vitals.snapshot.failed",
                        Event.Severity.ERROR,
                        START.plusSeconds(4),
                        "the savepoint failed: java.io.IOException: disk full",
                        Map.of(
                                "job.id", JOB.hex(),
                                "job.name", "orders",
                                "action", "savepoint",
                                "result", "failed",
                                "duration_s", 4.0,
                                "error", "java.io.IOException: disk full")));
        assertThat(log.counts().snapshots())
                .containsExactly(Map.entry(new SnapshotCount(Action.SAVEPOINT, Result.FAILED), 1L));
    }

    @Test
    void whatBecameOfTheJobIsShownWithTheNewestActionOfThePolicy() {
        SnapshotRecord savepoint = log.savepointVerified(
                at(4), log.started(at(0), act(Action.SAVEPOINT, "disk@1")), "file:/sp/1", Optional.empty());
        log.inspected(savepoint, List.of("window: has state but no uid"));

        log.event(new BreakerEvent(
                START.plusSeconds(9),
                BreakerEvent.Kind.HARMFUL,
                SnapshotConfig.Mode.ACTIVE,
                Action.SAVEPOINT,
                Optional.of(Policy.DISK),
                Optional.of("disk@1"),
                "the job restarted"));

        assertThat(log.snapshots()).singleElement().satisfies(shown -> {
            assertThat(shown.outcome()).hasValue(SnapshotRecord.Outcome.HARMFUL);
            assertThat(shown.findings()).containsExactly("window: has state but no uid");
        });
        assertThat(log.transitions()).hasSize(1);
        assertThat(events)
                .last()
                .isEqualTo(new Event(
                        "flink.vitals.breaker.transition",
                        Event.Severity.ERROR,
                        START.plusSeconds(9),
                        "the job restarted",
                        Map.of(
                                "job.id", JOB.hex(),
                                "job.name", "orders",
                                "transition", "harmful",
                                "action", "savepoint",
                                "mode", "active",
                                "policy", "disk",
                                "incident", "disk@1")));
    }

    @Test
    void aProbeIsACheckpointAndEachTriggerIsToldAlsoWithoutARefusalBetween() {
        Wish wish = wish(Action.SAVEPOINT, "a");
        log.decided(at(0), new Decision.Act(wish, Decision.Purpose.PROBE, List.of(LEADER)), Outcome.TRIGGERED);
        log.decided(at(1), new Decision.Act(wish, Decision.Purpose.ACTION, List.of(LEADER)), Outcome.TRIGGERED);
        log.decided(at(2), new Decision.Act(wish, Decision.Purpose.ACTION, List.of(LEADER)), Outcome.TRIGGERED);

        assertThat(events)
                .extracting(Event::body)
                .containsExactly(
                        "triggered a checkpoint: as a probe before the next savepoint: wished",
                        "triggered a savepoint: wished",
                        "triggered a savepoint: wished");
    }

    @Test
    void knowsItsOwnCheckpointByItsId() {
        log.completed(at(4), log.started(at(0), act(Action.CHECKPOINT, "incident")), OptionalLong.of(7));

        assertThat(log.isOurs(sample(7, CheckpointSample.Kind.CHECKPOINT, 1, Optional.empty())))
                .isTrue();
        assertThat(log.isOurs(sample(8, CheckpointSample.Kind.CHECKPOINT, 1, Optional.empty())))
                .isFalse();
        assertThat(log.isOurs(sample(7, CheckpointSample.Kind.SAVEPOINT, 1, Optional.empty())))
                .isFalse();
    }

    @Test
    void aCheckpointWithoutAnIdIsTheJobsOwn() {
        log.started(at(0), act(Action.CHECKPOINT, "incident"));

        assertThat(log.isOurs(sample(7, CheckpointSample.Kind.CHECKPOINT, 1, Optional.empty())))
                .as("the job triggers checkpoints as well")
                .isFalse();
    }

    @Test
    void knowsItsOwnSavepointByItsPathAndUntilThenByItsTime() {
        SnapshotRecord started = log.started(at(10), act(Action.SAVEPOINT, "incident"));
        assertThat(log.isOurs(sample(7, CheckpointSample.Kind.SAVEPOINT, 9, Optional.empty())))
                .isFalse();
        assertThat(log.isOurs(sample(7, CheckpointSample.Kind.SAVEPOINT, 11, Optional.empty())))
                .isTrue();

        log.savepointVerified(at(20), started, "file:/sp/1", Optional.empty());
        assertThat(log.isOurs(sample(7, CheckpointSample.Kind.SAVEPOINT, 11, Optional.of("file:/sp/1"))))
                .isTrue();
        assertThat(log.isOurs(sample(8, CheckpointSample.Kind.SAVEPOINT, 12, Optional.of("file:/sp/2"))))
                .isFalse();
        assertThat(log.isOurs(sample(9, CheckpointSample.Kind.SAVEPOINT, 21, Optional.empty())))
                .isFalse();
    }

    private static Tick at(long seconds) {
        return new Tick(START.plusSeconds(seconds), Duration.ofSeconds(seconds));
    }

    private static Wish wish(Action action, String incident) {
        return Situation.wish(JOB, action, incident);
    }

    private static Decision.Act act(Action action, String incident) {
        return new Decision.Act(wish(action, incident), Decision.Purpose.ACTION, List.of(LEADER));
    }

    private static Decision refusal(Action action, String incident, Check... checks) {
        return new Decision.Refuse(wish(action, incident), List.of(checks), "obstacles");
    }

    private static CheckpointSample sample(
            long id, CheckpointSample.Kind kind, long triggeredSeconds, Optional<String> path) {
        return new CheckpointSample(
                id,
                kind,
                path.isPresent() ? CheckpointSample.Status.COMPLETED : CheckpointSample.Status.IN_PROGRESS,
                false,
                START.plusSeconds(triggeredSeconds),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                0,
                0,
                1,
                0,
                false,
                path,
                Optional.empty(),
                List.of());
    }
}
