/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import static dev.flinkvitals.breaker.Check.Verdict.FAIL;
import static dev.flinkvitals.breaker.Check.Verdict.PASS;
import static dev.flinkvitals.breaker.Check.Verdict.UNKNOWN;
import static dev.flinkvitals.breaker.preflight.Rows.row;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.PreflightEvidence;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Situation;
import dev.flinkvitals.health.checkpoint.CheckpointPace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StorageRulesTest {
    static Stream<Arguments> time() {
        return Stream.of(
                row(
                        "more than half of the timeout",
                        Action.SAVEPOINT,
                        Rule.TIME,
                        FAIL,
                        "takes about 5.02 min, may take half of the timeout of 10 min",
                        s -> s.expectedSavepoint = Optional.of(Duration.ofSeconds(301))),
                row(
                        "half of the timeout",
                        Action.SAVEPOINT,
                        Rule.TIME,
                        PASS,
                        "takes about 5 min, may take half of the timeout of 10 min",
                        s -> s.expectedSavepoint = Optional.of(Duration.ofMinutes(5))),
                row(
                        "more than half of what is left",
                        Action.SAVEPOINT,
                        Rule.TIME,
                        FAIL,
                        "takes about 60 s, may take half of the timeout of 10 min and of the 119 s that are left",
                        s -> s.deadline = Optional.of(Duration.ofSeconds(119))),
                row(
                        "a checkpoint hangs, and a savepoint would as well",
                        Action.SAVEPOINT,
                        Rule.TIME,
                        FAIL,
                        "takes about 5.02 min, may take half of the timeout of 10 min",
                        s -> s.pendingAge = Optional.of(Duration.ofSeconds(301))),
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
                        "what waits in the buffers comes on top",
                        Action.SAVEPOINT,
                        Rule.TIME,
                        FAIL,
                        "takes about 6 min, may take half of the timeout of 10 min",
                        s -> {
                            s.settings = Optional.of(Situation.settings(3, true));
                            s.expectedSavepoint = Optional.of(Duration.ofMinutes(4));
                            s.subtasks = List.of(Samples.buffers(2, 0, 0), Samples.buffers(2, 1, 60_000));
                        }),
                row(
                        "a restart whose cost is known",
                        Action.RESTART,
                        Rule.TIME,
                        PASS,
                        "a restart costs 60 s to 5 min until the job has caught up again",
                        s -> s.recovery = Samples.recovery(60, 300)),
                row(
                        "a restart that may never catch up",
                        Action.RESTART,
                        Rule.TIME,
                        FAIL,
                        "a restart costs 60 s or more, it may never catch up, until the job has caught up again",
                        s -> s.recovery = Samples.recovery(60, Double.POSITIVE_INFINITY)),
                row(
                        "a restart whose cost is not known",
                        Action.RESTART,
                        Rule.TIME,
                        UNKNOWN,
                        "how long the job takes to catch up after a restart is not known",
                        s -> {}));
    }

    static Stream<Arguments> directory() {
        return Stream.of(
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
                row("a directory", Action.SAVEPOINT, Rule.DIRECTORY, PASS, "s3://bucket/savepoints", s -> {}),
                row(
                        "a restart writes nothing",
                        Action.RESTART,
                        Rule.DIRECTORY,
                        PASS,
                        "a restart writes nothing",
                        s -> s.directory = Optional.empty()));
    }

    static Stream<Arguments> canary() {
        return Stream.of(
                row(
                        "canary not run",
                        Action.SAVEPOINT,
                        Rule.CANARY,
                        UNKNOWN,
                        "the storage is tried when nothing else stands in the way",
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
                                new PreflightEvidence.CanaryResult(true, Duration.ofSeconds(6), "wrote /c"))),
                row(
                        "canary came back",
                        Action.SAVEPOINT,
                        Rule.CANARY,
                        PASS,
                        "wrote s3://bucket/c, took 0.2 s, limit 5 s",
                        s -> {}),
                row(
                        "a restart writes nothing",
                        Action.RESTART,
                        Rule.CANARY,
                        PASS,
                        "a restart writes nothing",
                        s -> s.canary = Optional.empty()));
    }

    static Stream<Arguments> uploadRate() {
        return Stream.of(
                row(
                        "nearly as fast as usual",
                        Action.SAVEPOINT,
                        Rule.UPLOAD_RATE,
                        PASS,
                        "vertex-1 writes 9.0 MB/s per subtask, usually 10.0 MB/s, needs 50 % of it",
                        s -> {}),
                row(
                        "half as fast",
                        Action.CHECKPOINT,
                        Rule.UPLOAD_RATE,
                        PASS,
                        "vertex-1 writes 5.0 MB/s per subtask, usually 10.0 MB/s, needs 50 % of it",
                        s -> s.pace = Samples.upload(5e6)),
                row(
                        "slower",
                        Action.CHECKPOINT,
                        Rule.UPLOAD_RATE,
                        FAIL,
                        "vertex-1 writes 4.9 MB/s per subtask, usually 10.0 MB/s, needs 50 % of it",
                        s -> s.pace = Samples.upload(4.9e6)),
                row(
                        "no habit is known",
                        Action.SAVEPOINT,
                        Rule.UPLOAD_RATE,
                        UNKNOWN,
                        "how fast checkpoints usually write is not known yet",
                        s -> s.pace = Samples.sizes(2_000_000, 70_000)),
                row(
                        "too little state for a rate",
                        Action.SAVEPOINT,
                        Rule.UPLOAD_RATE,
                        PASS,
                        "the largest subtask holds 999.0 kB, too little for a rate, limit 1.0 MB",
                        s -> s.pace = Samples.sizes(999_000, 70_000)),
                row(
                        "too little written for a rate",
                        Action.CHECKPOINT,
                        Rule.UPLOAD_RATE,
                        PASS,
                        "checkpoints write 7.0 kB per subtask, too little for a rate, limit 65.5 kB",
                        s -> s.pace = Samples.sizes(2_000_000, 7_000)),
                row(
                        "nothing is known",
                        Action.CHECKPOINT,
                        Rule.UPLOAD_RATE,
                        UNKNOWN,
                        "how fast checkpoints usually write is not known yet",
                        s -> s.pace = CheckpointPace.UNKNOWN),
                row(
                        "a restart writes nothing",
                        Action.RESTART,
                        Rule.UPLOAD_RATE,
                        PASS,
                        "a restart writes nothing",
                        s -> s.pace = CheckpointPace.UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource({"time", "directory", "canary", "uploadRate"})
    void judges(Action action, Consumer<Situation> change, Check expected) {
        Rows.judge(action, change, expected);
    }
}
