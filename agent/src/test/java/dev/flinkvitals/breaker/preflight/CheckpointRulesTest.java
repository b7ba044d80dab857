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
import dev.flinkvitals.health.checkpoint.CheckpointCause;
import dev.flinkvitals.signals.CheckpointSample;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointRulesTest {
    static Stream<Arguments> tolerableFailures() {
        return Stream.of(
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
                        "a restart takes no snapshot",
                        Action.RESTART,
                        Rule.TOLERABLE_FAILURES,
                        PASS,
                        "a restart takes no snapshot that could fail",
                        s -> s.settings = Optional.of(Situation.settings(0, false))));
    }

    static Stream<Arguments> recentCheckpoint() {
        return Stream.of(
                row(
                        "just recent enough",
                        Action.SAVEPOINT,
                        Rule.RECENT_CHECKPOINT,
                        PASS,
                        "a checkpoint completed 15 min ago, limit 15 min",
                        s -> s.sinceCheckpoint = Optional.of(Duration.ofMinutes(15))),
                row(
                        "three intervals, if that is more",
                        Action.SAVEPOINT,
                        Rule.RECENT_CHECKPOINT,
                        PASS,
                        "a checkpoint completed 29 min ago, limit 30 min",
                        s -> {
                            s.sinceCheckpoint = Optional.of(Duration.ofMinutes(29));
                            s.settings = Optional.of(Samples.interval(Duration.ofMinutes(10)));
                        }),
                row(
                        "the interval is not known",
                        Action.SAVEPOINT,
                        Rule.RECENT_CHECKPOINT,
                        UNKNOWN,
                        "no checkpoint completed for 15 min, and why is not known for sure",
                        s -> {
                            s.sinceCheckpoint = Optional.of(Duration.ofMinutes(29));
                            s.settings = Optional.empty();
                        }),
                row(
                        "only the history shows it, ours included",
                        Action.CHECKPOINT,
                        Rule.RECENT_CHECKPOINT,
                        PASS,
                        "a checkpoint completed 60 s ago, limit 15 min",
                        s -> {
                            s.sinceCheckpoint = Optional.of(Duration.ofHours(1));
                            s.history = List.of(Samples.completed(s, 7, CheckpointSample.Kind.CHECKPOINT, true, 60));
                        }),
                row(
                        "one that failed may be an accident, and what failed before one completed is over",
                        Action.SAVEPOINT,
                        Rule.RECENT_CHECKPOINT,
                        PASS,
                        "a checkpoint completed 60 s ago, limit 15 min",
                        s -> {
                            s.sinceCheckpoint = Optional.of(Duration.ofSeconds(60));
                            s.history = List.of(
                                    Samples.failed(s, 9, CheckpointSample.Kind.CHECKPOINT, 20),
                                    Samples.failed(s, 8, CheckpointSample.Kind.SAVEPOINT, 40),
                                    Samples.failed(s, 7, CheckpointSample.Kind.CHECKPOINT, 80));
                        }),
                row(
                        "two that failed since are none",
                        Action.SAVEPOINT,
                        Rule.RECENT_CHECKPOINT,
                        UNKNOWN,
                        "the last 2 checkpoints failed, and why is not known for sure",
                        s -> {
                            s.sinceCheckpoint = Optional.of(Duration.ofSeconds(60));
                            s.history = List.of(
                                    Samples.failed(s, 9, CheckpointSample.Kind.CHECKPOINT, 20),
                                    Samples.failed(s, 8, CheckpointSample.Kind.CHECKPOINT, 40));
                        }),
                row(
                        "a savepoint is no checkpoint",
                        Action.SAVEPOINT,
                        Rule.RECENT_CHECKPOINT,
                        UNKNOWN,
                        "no checkpoint completed for 15 min, and why is not known for sure",
                        s -> {
                            s.sinceCheckpoint = Optional.empty();
                            s.history = List.of(Samples.completed(s, 7, CheckpointSample.Kind.SAVEPOINT, false, 60));
                        }),
                row(
                        "a slow TaskManager",
                        Action.SAVEPOINT,
                        Rule.RECENT_CHECKPOINT,
                        PASS,
                        "no checkpoint completed for 15 min, cause slow_task_manager with confidence 0.9: it need not meet this one",
                        s -> {
                            s.sinceCheckpoint = Optional.empty();
                            s.attribution = Optional.of(Samples.cause(CheckpointCause.SLOW_TASK_MANAGER, 0.9));
                        }),
                row(
                        "a life-cycle cause",
                        Action.CHECKPOINT,
                        Rule.RECENT_CHECKPOINT,
                        PASS,
                        "no checkpoint completed for 15 min, cause lifecycle with confidence 0.9: it need not meet this one",
                        s -> {
                            s.sinceCheckpoint = Optional.empty();
                            s.attribution = Optional.of(Samples.cause(CheckpointCause.LIFECYCLE, 0.9));
                        }),
                row(
                        "backpressure",
                        Action.CHECKPOINT,
                        Rule.RECENT_CHECKPOINT,
                        FAIL,
                        "no checkpoint completed for 15 min, cause backpressure with confidence 0.9: it would meet this one too",
                        s -> {
                            s.sinceCheckpoint = Optional.empty();
                            s.attribution = Optional.of(Samples.cause(CheckpointCause.BACKPRESSURE, 0.9));
                        }),
                row(
                        "storage",
                        Action.SAVEPOINT,
                        Rule.RECENT_CHECKPOINT,
                        FAIL,
                        "no checkpoint completed for 15 min, cause storage_slow with confidence 0.9: it would meet this one too",
                        s -> {
                            s.sinceCheckpoint = Optional.empty();
                            s.attribution = Optional.of(Samples.cause(CheckpointCause.STORAGE_SLOW, 0.9));
                        }),
                row(
                        "a guess",
                        Action.SAVEPOINT,
                        Rule.RECENT_CHECKPOINT,
                        UNKNOWN,
                        "no checkpoint completed for 15 min, and why is not known for sure",
                        s -> {
                            s.sinceCheckpoint = Optional.empty();
                            s.attribution = Optional.of(Samples.cause(CheckpointCause.SLOW_TASK_MANAGER, 0.49));
                        }),
                row(
                        "nothing to restart from",
                        Action.RESTART,
                        Rule.RECENT_CHECKPOINT,
                        FAIL,
                        "no checkpoint is known to restart from",
                        s -> s.sinceCheckpoint = Optional.empty()),
                row(
                        "a cause that a restart cures",
                        Action.RESTART,
                        Rule.RECENT_CHECKPOINT,
                        PASS,
                        "no checkpoint completed for 15 min, for a cause that a restart cures",
                        s -> {
                            s.sinceCheckpoint = Optional.of(Duration.ofMinutes(40));
                            s.attribution = Optional.of(Samples.cause(CheckpointCause.TRIGGER_STUCK, 0.9));
                        }));
    }

    @ParameterizedTest
    @MethodSource({"tolerableFailures", "recentCheckpoint"})
    void judges(Action action, Consumer<Situation> change, Check expected) {
        Rows.judge(action, change, expected);
    }
}
