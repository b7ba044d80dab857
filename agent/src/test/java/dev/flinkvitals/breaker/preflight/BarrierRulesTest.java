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
import dev.flinkvitals.health.checkpoint.CheckpointPace;
import dev.flinkvitals.signals.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BarrierRulesTest {
    static Stream<Arguments> backpressure() {
        return Stream.of(
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
                        }),
                row(
                        "a restart sends none",
                        Action.RESTART,
                        Rule.BACKPRESSURE,
                        PASS,
                        "a restart sends no barriers",
                        s -> s.backPressured = List.of(OptionalDouble.of(0.99))));
    }

    static Stream<Arguments> barriers() {
        return Stream.of(
                row(
                        "quick",
                        Action.SAVEPOINT,
                        Rule.BARRIERS,
                        PASS,
                        "start delay and alignment take (p95) 2 s, limit 3 min, 30 % of the timeout",
                        s -> {}),
                row(
                        "as slow as the limit",
                        Action.SAVEPOINT,
                        Rule.BARRIERS,
                        FAIL,
                        "start delay and alignment take (p95) 3 min, limit 3 min, 30 % of the timeout",
                        s -> s.pace = Samples.barriers(Optional.of(Duration.ofMinutes(3)), Optional.empty())),
                row(
                        "nothing completed",
                        Action.CHECKPOINT,
                        Rule.BARRIERS,
                        UNKNOWN,
                        "how long barriers take is not known before a checkpoint completed",
                        s -> s.pace = CheckpointPace.UNKNOWN),
                row(
                        "no timeout",
                        Action.CHECKPOINT,
                        Rule.BARRIERS,
                        UNKNOWN,
                        "the checkpoint timeout is not known",
                        s -> s.settings = Optional.empty()),
                row(
                        "an unaligned checkpoint of an unaligned job",
                        Action.CHECKPOINT,
                        Rule.BARRIERS,
                        PASS,
                        "start delay and alignment take (p95) 2 s, limit 3 min, 30 % of the timeout",
                        s -> s.settings = Optional.of(Situation.settings(3, true))),
                row(
                        "an aligned savepoint of an unaligned job",
                        Action.SAVEPOINT,
                        Rule.BARRIERS,
                        UNKNOWN,
                        "checkpoints are unaligned and a savepoint is not: how long its barriers take is not known, unless checkpoints overtake nothing or buffer debloating estimates it",
                        s -> s.settings = Optional.of(Situation.settings(3, true))),
                row(
                        "unaligned checkpoints that overtake nothing",
                        Action.SAVEPOINT,
                        Rule.BARRIERS,
                        PASS,
                        "start delay and alignment of checkpoints that overtake nothing take (p95) 4 s, limit 3 min, 30 % of the timeout",
                        s -> {
                            s.settings = Optional.of(Situation.settings(3, true));
                            s.pace = Samples.barriers(
                                    Optional.of(Duration.ofSeconds(2)), Optional.of(Duration.ofSeconds(4)));
                        }),
                row(
                        "the sum over the slowest path, both sides",
                        Action.SAVEPOINT,
                        Rule.BARRIERS,
                        PASS,
                        "barriers have to wait for what is in the buffers of the slowest path, 10 s, limit 3 min, 30 % of the timeout",
                        s -> {
                            s.settings = Optional.of(Situation.settings(3, true));
                            s.topology = new Topology(List.of(
                                    Situation.vertex(1, 1),
                                    Situation.vertex(2, 2, 1),
                                    Situation.vertex(3, 1, 1),
                                    Situation.vertex(4, 1, 2, 3)));
                            s.subtasks = List.of(
                                    Samples.buffers(2, 0, 1000),
                                    Samples.buffers(2, 1, 4000),
                                    Samples.buffers(3, 0, 100),
                                    Samples.buffers(4, 0, 1000));
                        }),
                row(
                        "too much waits in the buffers",
                        Action.SAVEPOINT,
                        Rule.BARRIERS,
                        FAIL,
                        "barriers have to wait for what is in the buffers of the slowest path, 4 min, limit 3 min, 30 % of the timeout",
                        s -> {
                            s.settings = Optional.of(Situation.settings(3, true));
                            s.subtasks = List.of(Samples.buffers(2, 0, 1000), Samples.buffers(2, 1, 120_000));
                        }),
                row(
                        "one subtask does not tell",
                        Action.SAVEPOINT,
                        Rule.BARRIERS,
                        UNKNOWN,
                        "checkpoints are unaligned and a savepoint is not: how long its barriers take is not known, unless checkpoints overtake nothing or buffer debloating estimates it",
                        s -> {
                            s.settings = Optional.of(Situation.settings(3, true));
                            s.subtasks = List.of(Samples.buffers(2, 0, 1000));
                        }),
                row(
                        "debloating is off",
                        Action.SAVEPOINT,
                        Rule.BARRIERS,
                        UNKNOWN,
                        "checkpoints are unaligned and a savepoint is not: how long its barriers take is not known, unless checkpoints overtake nothing or buffer debloating estimates it",
                        s -> {
                            s.settings = Optional.of(Situation.settings(3, true));
                            s.subtasks = List.of(Samples.buffers(2, 0, 0), Samples.buffers(2, 1, 0));
                        }),
                row(
                        "a restart sends none",
                        Action.RESTART,
                        Rule.BARRIERS,
                        PASS,
                        "a restart sends no barriers",
                        s -> s.pace = CheckpointPace.UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource({"backpressure", "barriers"})
    void judges(Action action, Consumer<Situation> change, Check expected) {
        Rows.judge(action, change, expected);
    }
}
