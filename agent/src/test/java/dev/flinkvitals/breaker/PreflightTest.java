/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import static dev.flinkvitals.breaker.Check.Verdict.FAIL;
import static dev.flinkvitals.breaker.Check.Verdict.PASS;
import static dev.flinkvitals.breaker.Check.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flinkvitals.signals.JobPhase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PreflightTest {
    private final SnapshotBreaker breaker = new SnapshotBreaker(Situation.CONFIG);

    private static Arguments row(
            String name, Action action, Rule rule, Check.Verdict verdict, String evidence, Consumer<Situation> change) {
        return argumentSet(name, action, change, new Check(rule, verdict, evidence));
    }

    static Stream<Arguments> aboutTheJob() {
        return Stream.of(
                row(
                        "not the leader",
                        Action.CHECKPOINT,
                        Rule.LEADER,
                        FAIL,
                        "this JobManager does not lead, or the job was restarted by another one",
                        s -> s.leader = false),
                row(
                        "a task is missing",
                        Action.CHECKPOINT,
                        Rule.JOB_STABLE,
                        FAIL,
                        "job is RUNNING with 3 of 4 tasks running",
                        s -> s.tasksRunning = 3),
                row(
                        "restarting",
                        Action.CHECKPOINT,
                        Rule.JOB_STABLE,
                        FAIL,
                        "job is RESTARTING with 4 of 4 tasks running",
                        s -> s.phase = JobPhase.RESTARTING),
                row(
                        "running too short",
                        Action.SAVEPOINT,
                        Rule.JOB_STABLE,
                        FAIL,
                        "4 of 4 tasks running, without a restart for 9 min, needs 10 min",
                        s -> s.since = Situation.START.plus(Duration.ofMinutes(51))),
                row(
                        "restored too short ago",
                        Action.SAVEPOINT,
                        Rule.JOB_STABLE,
                        FAIL,
                        "4 of 4 tasks running, without a restart for 60 s, needs 10 min",
                        s -> s.restoredAt = Optional.of(Situation.START.plus(Duration.ofMinutes(59)))),
                row(
                        "running for exactly as long as needed",
                        Action.SAVEPOINT,
                        Rule.JOB_STABLE,
                        PASS,
                        "4 of 4 tasks running, without a restart for 10 min, needs 10 min",
                        s -> s.since = Situation.START.plus(Duration.ofMinutes(50))),
                row(
                        "low confidence",
                        Action.SAVEPOINT,
                        Rule.CONFIDENCE,
                        FAIL,
                        "confidence 0.79, a savepoint needs 0.8",
                        s -> s.confidence = 0.79),
                row(
                        "confidence enough for a checkpoint",
                        Action.CHECKPOINT,
                        Rule.CONFIDENCE,
                        PASS,
                        "confidence 0.6, a checkpoint needs 0.5",
                        s -> s.confidence = 0.6),
                row(
                        "nobody knows what is pending",
                        Action.CHECKPOINT,
                        Rule.IN_PROGRESS,
                        UNKNOWN,
                        "not known whether a snapshot is pending",
                        s -> s.inProgress = Optional.empty()),
                row(
                        "a snapshot is pending",
                        Action.SAVEPOINT,
                        Rule.IN_PROGRESS,
                        FAIL,
                        "a snapshot is pending",
                        s -> s.inProgress = Optional.of(true)),
                row(
                        "no tolerable failures",
                        Action.SAVEPOINT,
                        Rule.TOLERABLE_FAILURES,
                        FAIL,
                        "execution.checkpointing.tolerable-failed-checkpoints is 0, 0 in a row; a savepoint needs 2"
                                + " tolerable failures and one to spare, since its own failure counts",
                        s -> s.settings = Optional.of(Situation.settings(0, false))),
                row(
                        "no failure to spare",
                        Action.SAVEPOINT,
                        Rule.TOLERABLE_FAILURES,
                        FAIL,
                        "execution.checkpointing.tolerable-failed-checkpoints is 3, 3 in a row; a savepoint needs 2"
                                + " tolerable failures and one to spare, since its own failure counts",
                        s -> s.failures = OptionalInt.of(3)),
                row(
                        "one failure to spare",
                        Action.SAVEPOINT,
                        Rule.TOLERABLE_FAILURES,
                        PASS,
                        "execution.checkpointing.tolerable-failed-checkpoints is 3, 2 in a row; a savepoint needs 2"
                                + " tolerable failures and one to spare, since its own failure counts",
                        s -> s.failures = OptionalInt.of(2)),
                row(
                        "unlimited failures",
                        Action.SAVEPOINT,
                        Rule.TOLERABLE_FAILURES,
                        PASS,
                        "any number of failures is tolerable, 0 in a row; a savepoint needs 2"
                                + " tolerable failures and one to spare, since its own failure counts",
                        s -> s.settings = Optional.of(Situation.settings(Integer.MAX_VALUE, false))),
                row(
                        "settings are not known",
                        Action.SAVEPOINT,
                        Rule.TOLERABLE_FAILURES,
                        UNKNOWN,
                        "tolerable failures are not known, 0 in a row",
                        s -> s.settings = Optional.empty()),
                row(
                        "failures are not known",
                        Action.SAVEPOINT,
                        Rule.TOLERABLE_FAILURES,
                        UNKNOWN,
                        "execution.checkpointing.tolerable-failed-checkpoints is 3, failures in a row are not known",
                        s -> s.failures = OptionalInt.empty()),
                row(
                        "no tolerable failures, but only a checkpoint",
                        Action.CHECKPOINT,
                        Rule.TOLERABLE_FAILURES,
                        PASS,
                        "execution.checkpointing.tolerable-failed-checkpoints is 0, 0 in a row; a checkpoint is what the"
                                + " job does anyway",
                        s -> s.settings = Optional.of(Situation.settings(0, false))),
                row(
                        "backpressured",
                        Action.SAVEPOINT,
                        Rule.BACKPRESSURE,
                        FAIL,
                        "vertex-2 is backpressured 50 % of the time, limit 50 %; an aligned barrier would wait behind its"
                                + " buffers",
                        s -> s.backPressured = List.of(OptionalDouble.empty(), OptionalDouble.of(0.5))),
                row(
                        "savepoints are aligned even if checkpoints are not",
                        Action.SAVEPOINT,
                        Rule.BACKPRESSURE,
                        FAIL,
                        "vertex-1 is backpressured 90 % of the time, limit 50 %; an aligned barrier would wait behind its"
                                + " buffers",
                        s -> {
                            s.settings = Optional.of(Situation.settings(3, true));
                            s.backPressured = List.of(OptionalDouble.of(0.9));
                        }),
                row(
                        "one vertex is not known",
                        Action.SAVEPOINT,
                        Rule.BACKPRESSURE,
                        UNKNOWN,
                        "backpressure of vertex-2 is not known",
                        s -> s.backPressured = List.of(OptionalDouble.of(0.1), OptionalDouble.empty())),
                row(
                        "no vertex is known",
                        Action.CHECKPOINT,
                        Rule.BACKPRESSURE,
                        UNKNOWN,
                        "backpressure is not known",
                        s -> s.backPressured = List.of()),
                row(
                        "backpressured with aligned checkpoints",
                        Action.CHECKPOINT,
                        Rule.BACKPRESSURE,
                        FAIL,
                        "vertex-1 is backpressured 80 % of the time, limit 50 %; an aligned barrier would wait behind its"
                                + " buffers",
                        s -> s.backPressured = List.of(OptionalDouble.of(0.8))),
                row(
                        "backpressured with unaligned checkpoints",
                        Action.CHECKPOINT,
                        Rule.BACKPRESSURE,
                        PASS,
                        "checkpoints are unaligned: barriers overtake buffers",
                        s -> {
                            s.settings = Optional.of(Situation.settings(3, true));
                            s.backPressured = List.of(OptionalDouble.of(0.8));
                        }));
    }

    static Stream<Arguments> aboutTheTarget() {
        return Stream.of(
                row(
                        "more than half of the timeout",
                        Action.SAVEPOINT,
                        Rule.TIME,
                        FAIL,
                        "takes about 5.02 min, may take half of the timeout of 10 min and of the 20 min that are left",
                        s -> s.expectedSavepoint = Optional.of(Duration.ofSeconds(301))),
                row(
                        "half of the timeout",
                        Action.SAVEPOINT,
                        Rule.TIME,
                        PASS,
                        "takes about 5 min, may take half of the timeout of 10 min and of the 20 min that are left",
                        s -> s.expectedSavepoint = Optional.of(Duration.ofMinutes(5))),
                row(
                        "more than half of what is left",
                        Action.SAVEPOINT,
                        Rule.TIME,
                        FAIL,
                        "takes about 60 s, may take half of the timeout of 10 min and of the 119 s that are left",
                        s -> s.forecasts = List.of(Situation.forecast(Duration.ofSeconds(119), true))),
                row(
                        "nothing completed yet",
                        Action.SAVEPOINT,
                        Rule.TIME,
                        UNKNOWN,
                        "how long it takes is not known before a checkpoint completed",
                        s -> s.expectedSavepoint = Optional.empty()),
                row(
                        "timeout is not known",
                        Action.SAVEPOINT,
                        Rule.TIME,
                        UNKNOWN,
                        "the checkpoint timeout is not known",
                        s -> s.settings = Optional.empty()),
                row(
                        "a checkpoint takes what checkpoints took",
                        Action.CHECKPOINT,
                        Rule.TIME,
                        PASS,
                        "takes about 10 s, may take half of the timeout of 10 min",
                        s -> s.expectedSavepoint = Optional.empty()),
                row(
                        "no directory",
                        Action.SAVEPOINT,
                        Rule.DIRECTORY,
                        FAIL,
                        "no target: set vitals.snapshots.directory or execution.checkpointing.savepoint-dir",
                        s -> s.directory = Optional.empty()),
                row(
                        "no directory for a checkpoint",
                        Action.CHECKPOINT,
                        Rule.DIRECTORY,
                        PASS,
                        "a checkpoint goes to the job's own checkpoint storage",
                        s -> s.directory = Optional.empty()),
                row(
                        "canary not run",
                        Action.SAVEPOINT,
                        Rule.CANARY,
                        UNKNOWN,
                        "the storage was not tried",
                        s -> s.canary = Optional.empty()),
                row(
                        "canary not run for a checkpoint",
                        Action.CHECKPOINT,
                        Rule.CANARY,
                        PASS,
                        "a checkpoint goes to the job's own checkpoint storage",
                        s -> s.canary = Optional.empty()),
                row(
                        "canary failed",
                        Action.SAVEPOINT,
                        Rule.CANARY,
                        FAIL,
                        "access denied, took 1 s, limit 5 s",
                        s -> s.canary = Optional.of(
                                new PreflightEvidence.CanaryResult(false, Duration.ofSeconds(1), "access denied"))),
                row(
                        "canary too slow",
                        Action.SAVEPOINT,
                        Rule.CANARY,
                        FAIL,
                        "wrote /c, took 6 s, limit 5 s",
                        s -> s.canary = Optional.of(
                                new PreflightEvidence.CanaryResult(true, Duration.ofSeconds(6), "wrote /c"))));
    }

    @ParameterizedTest
    @MethodSource({"aboutTheJob", "aboutTheTarget"})
    void judgesEachRule(Action action, Consumer<Situation> change, Check expected) {
        Situation situation = action == Action.SAVEPOINT ? new Situation().runningOut() : new Situation().overdue();
        change.accept(situation);

        Decision decision = situation.decide(breaker);

        assertThat(decision.checks()).contains(expected);
        if (expected.verdict() != PASS) {
            assertThat(decision).isInstanceOf(Decision.Refuse.class);
            assertThat(decision.reason()).contains(expected.rule().label() + ": " + expected.evidence());
        } else {
            assertThat(decision).isInstanceOf(Decision.Act.class);
        }
    }

    @Test
    void actsWhenEveryRulePasses() {
        Decision decision = new Situation().runningOut().decide(breaker);

        assertThat(decision).isInstanceOf(Decision.Act.class);
        assertThat(decision.checks()).extracting(Check::verdict).containsOnly(PASS);
        assertThat(decision.checks())
                .extracting(Check::rule)
                .containsExactly(
                        Rule.LEADER,
                        Rule.JOB_STABLE,
                        Rule.IN_PROGRESS,
                        Rule.OTHER_ACTORS,
                        Rule.TOLERABLE_FAILURES,
                        Rule.RECENT_CHECKPOINT,
                        Rule.BACKPRESSURE,
                        Rule.BARRIERS,
                        Rule.TIME,
                        Rule.DIRECTORY,
                        Rule.CANARY,
                        Rule.UPLOAD_RATE,
                        Rule.JOBMANAGER_HEAP,
                        Rule.TASKMANAGER_HEAP,
                        Rule.LOCAL_DISK,
                        Rule.CONFIDENCE,
                        Rule.SINGLE_FLIGHT,
                        Rule.BUDGET,
                        Rule.CIRCUIT);
    }

    @Test
    void saysWhenItIsTooLate() {
        Situation situation = new Situation();
        situation.forecasts = List.of(Situation.forecast(Duration.ofSeconds(59), true));

        Decision decision = situation.decide(breaker);

        assertThat(decision).isInstanceOf(Decision.TooLate.class);
        assertThat(decision.reason()).isEqualTo("a savepoint takes about 60 s, but only 59 s are left");
    }

    @Test
    void namesEveryRuleThatStandsInTheWay() {
        Situation situation = new Situation().runningOut();
        situation.directory = Optional.empty();
        situation.canary = Optional.empty();

        assertThat(situation.decide(breaker).reason())
                .isEqualTo("directory: no target: set vitals.snapshots.directory or"
                        + " execution.checkpointing.savepoint-dir; canary: the storage was not tried");
    }
}
