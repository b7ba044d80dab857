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
import dev.flinkvitals.breaker.Wish;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EvidenceRulesTest {
    static Stream<Arguments> confidence() {
        return Stream.of(
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
                        "a restart needs as much as a savepoint",
                        Action.RESTART,
                        Rule.CONFIDENCE,
                        FAIL,
                        "confidence 0.7, a restart needs 0.8",
                        s -> s.confidence = 0.7),
                row(
                        "low for a checkpoint too",
                        Action.CHECKPOINT,
                        Rule.CONFIDENCE,
                        FAIL,
                        "confidence 0.49, a checkpoint needs 0.5",
                        s -> s.confidence = 0.49),
                row(
                        "enough",
                        Action.SAVEPOINT,
                        Rule.CONFIDENCE,
                        PASS,
                        "confidence 0.8, a savepoint needs 0.8",
                        s -> s.confidence = 0.8));
    }

    static Stream<Arguments> signals() {
        return Stream.of(
                row(
                        "two",
                        Action.SAVEPOINT,
                        Rule.SIGNALS,
                        PASS,
                        "2 independent signals, needs 2: level; trend",
                        s -> {}),
                row(
                        "one",
                        Action.CHECKPOINT,
                        Rule.SIGNALS,
                        FAIL,
                        "1 signal, needs 2: level",
                        s -> s.support = new Wish.Support(List.of("level"), 4, 4)),
                row(
                        "the same twice",
                        Action.SAVEPOINT,
                        Rule.SIGNALS,
                        FAIL,
                        "1 signal, needs 2: level; level",
                        s -> s.support = new Wish.Support(List.of("level", "level"), 4, 4)),
                row(
                        "none",
                        Action.RESTART,
                        Rule.SIGNALS,
                        FAIL,
                        "0 independent signals, needs 2",
                        s -> s.support = new Wish.Support(List.of(), 4, 4)));
    }

    static Stream<Arguments> sustained() {
        return Stream.of(
                row(
                        "three of four",
                        Action.SAVEPOINT,
                        Rule.SUSTAINED,
                        PASS,
                        "held in 3 of the last 4 windows, needs 3 of 4",
                        s -> s.support = new Wish.Support(List.of("a", "b"), 3, 4)),
                row(
                        "two of four",
                        Action.CHECKPOINT,
                        Rule.SUSTAINED,
                        FAIL,
                        "held in 2 of the last 4 windows, needs 3 of 4",
                        s -> s.support = new Wish.Support(List.of("a", "b"), 2, 4)),
                row(
                        "three of five",
                        Action.SAVEPOINT,
                        Rule.SUSTAINED,
                        FAIL,
                        "held in 3 of the last 5 windows, needs 3 of 4",
                        s -> s.support = new Wish.Support(List.of("a", "b"), 3, 5)),
                row(
                        "seen for two windows",
                        Action.RESTART,
                        Rule.SUSTAINED,
                        UNKNOWN,
                        "held in 2 of the last 2 windows, needs 3 of 4",
                        s -> s.support = new Wish.Support(List.of("a", "b"), 2, 2)),
                row(
                        "not looked at",
                        Action.SAVEPOINT,
                        Rule.SUSTAINED,
                        UNKNOWN,
                        "held in 0 of the last 0 windows, needs 3 of 4",
                        s -> s.support = new Wish.Support(List.of("a", "b"), 0, 0)));
    }

    @ParameterizedTest
    @MethodSource({"confidence", "signals", "sustained"})
    void judges(Action action, Consumer<Situation> change, Check expected) {
        Rows.judge(action, change, expected);
    }
}
