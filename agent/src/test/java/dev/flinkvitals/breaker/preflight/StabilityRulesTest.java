/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import static dev.flinkvitals.breaker.Check.Verdict.FAIL;
import static dev.flinkvitals.breaker.Check.Verdict.PASS;
import static dev.flinkvitals.breaker.Check.Verdict.UNKNOWN;
import static dev.flinkvitals.breaker.preflight.Rows.row;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Situation;
import dev.flinkvitals.breaker.actors.OtherActors;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.JobFailure;
import dev.flinkvitals.signals.JobPhase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StabilityRulesTest {
    static Stream<Arguments> leader() {
        return Stream.of(
                row(
                        "not the leader",
                        Action.CHECKPOINT,
                        Rule.LEADER,
                        FAIL,
                        "this JobManager does not lead, or the job was restarted by another one",
                        s -> s.leader = false),
                row(
                        "leads",
                        Action.RESTART,
                        Rule.LEADER,
                        PASS,
                        "this JobManager leads and the job is the one that was judged",
                        s -> {}));
    }

    static Stream<Arguments> jobStable() {
        return Stream.of(
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
                        "a failure that only the history shows",
                        Action.SAVEPOINT,
                        Rule.JOB_STABLE,
                        FAIL,
                        "4 of 4 tasks running, without a restart for 2 min, needs 10 min",
                        s -> s.jobFailures = List.of(new JobFailure(
                                s.tick().at().minusSeconds(120), "E", "m", Optional.empty(), Optional.empty()))),
                row(
                        "a time from before the job",
                        Action.SAVEPOINT,
                        Rule.JOB_STABLE,
                        UNKNOWN,
                        "4 of 4 tasks running, but since when is not known",
                        s -> s.since = Situation.START.minusSeconds(1)),
                row(
                        "the clock went back",
                        Action.SAVEPOINT,
                        Rule.JOB_STABLE,
                        FAIL,
                        "4 of 4 tasks running, without a restart for -60 s, needs 10 min",
                        s -> s.since = s.tick().at().plusSeconds(60)));
    }

    static Stream<Arguments> inProgress() {
        return Stream.of(
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
                row("nothing is pending", Action.SAVEPOINT, Rule.IN_PROGRESS, PASS, "no snapshot is pending", s -> {}),
                row(
                        "says which snapshot is pending",
                        Action.SAVEPOINT,
                        Rule.IN_PROGRESS,
                        FAIL,
                        "a snapshot is pending: savepoint 7, for 30 s",
                        s -> {
                            s.inProgress = Optional.of(true);
                            s.history = List.of(Samples.pending(s, 7, CheckpointSample.Kind.SAVEPOINT, 30));
                        }));
    }

    static Stream<Arguments> otherActors() {
        return Stream.of(
                row(
                        "nobody",
                        Action.SAVEPOINT,
                        Rule.OTHER_ACTORS,
                        PASS,
                        "nobody else acted on the job for 10 min",
                        s -> {}),
                row(
                        "not known",
                        Action.CHECKPOINT,
                        Rule.OTHER_ACTORS,
                        UNKNOWN,
                        "not known whether somebody else acts on the job",
                        s -> s.actors = Optional.empty()),
                row(
                        "no statistics",
                        Action.SAVEPOINT,
                        Rule.OTHER_ACTORS,
                        UNKNOWN,
                        "not known whether somebody else acts on the job",
                        s -> s.statisticsKnown = false),
                row(
                        "configured only",
                        Action.SAVEPOINT,
                        Rule.OTHER_ACTORS,
                        PASS,
                        "nobody else acted on the job for 10 min; configured: an autoscaler may rescale the job",
                        s -> s.actors =
                                Optional.of(new OtherActors(List.of(), List.of("an autoscaler may rescale the job")))),
                row(
                        "somebody acts",
                        Action.RESTART,
                        Rule.OTHER_ACTORS,
                        FAIL,
                        "the job was rescaled, needs 10 min after it; configured: an autoscaler may rescale the job",
                        s -> s.actors = Optional.of(new OtherActors(
                                List.of("the job was rescaled"), List.of("an autoscaler may rescale the job")))));
    }

    @ParameterizedTest
    @MethodSource({"leader", "jobStable", "inProgress", "otherActors"})
    void judges(Action action, Consumer<Situation> change, Check expected) {
        Rows.judge(action, change, expected);
    }
}
