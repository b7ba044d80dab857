/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flinkvitals.breaker.Decision.Purpose;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CircuitStateTest {
    private static final Duration FIRST = Duration.ofMinutes(10);
    private static final Duration NOW = Duration.ofHours(1);
    private static final Instant AT = Instant.parse("2026-01-01T01:00:00Z");
    private static final Tick TICK = new Tick(AT, NOW);
    private static final Backoff BACKOFF = new Backoff(FIRST, new SplittableRandom(5));

    private static final CircuitState CLOSED = new CircuitState.Closed(0);
    private static final CircuitState ONCE = new CircuitState.Closed(1);
    private static final CircuitState OPEN = new CircuitState.Open(NOW.plus(Duration.ofMinutes(1)), 2, false);
    private static final CircuitState PAUSED = new CircuitState.Open(NOW, 2, false);
    private static final CircuitState HALF = new CircuitState.HalfOpen(AT, 2, false);
    private static final CircuitState PROBING = new CircuitState.HalfOpen(AT, 2, true);
    private static final CircuitState HARMED = new CircuitState.Open(NOW.plus(Duration.ofHours(24)), 0, true);

    private static Arguments row(
            String name, CircuitState from, UnaryOperator<CircuitState> event, CircuitState expected) {
        return argumentSet(name, from, event, expected);
    }

    private static UnaryOperator<CircuitState> checkpoint(Duration after, boolean completed) {
        return s -> s.checkpoint(AT.plus(after), completed, NOW, BACKOFF);
    }

    static Stream<Arguments> transitions() {
        Duration later = Duration.ofSeconds(1);
        return Stream.of(
                row("closed, triggered", CLOSED, s -> s.triggered(Purpose.ACTION), CLOSED),
                row("closed, failed", CLOSED, s -> s.failed(Purpose.ACTION, NOW, BACKOFF), ONCE),
                row("closed, completed", ONCE, s -> s.completed(Purpose.ACTION), CLOSED),
                row("closed, abandoned", ONCE, s -> s.abandoned(Purpose.ACTION), ONCE),
                row("closed, a checkpoint fails", ONCE, checkpoint(later, false), ONCE),
                row("closed, harm", ONCE, s -> s.harmed(NOW), HARMED),
                row("open, too early", OPEN, s -> s.at(TICK), OPEN),
                row("open, pause over", PAUSED, s -> s.at(TICK), HALF),
                row("open, late success", OPEN, s -> s.completed(Purpose.ACTION), OPEN),
                row("open, late failure", OPEN, s -> s.failed(Purpose.ACTION, NOW, BACKOFF), OPEN),
                row(
                        "open, harm",
                        OPEN,
                        s -> s.harmed(NOW),
                        new CircuitState.Open(NOW.plus(Duration.ofHours(24)), 2, true)),
                row("open after harm, harm before", HARMED, s -> s.harmed(NOW.minus(Duration.ofHours(1))), HARMED),
                row("half open, probe", HALF, s -> s.triggered(Purpose.PROBE), PROBING),
                row("half open, checkpoint completes", HALF, checkpoint(later, true), CLOSED),
                row("half open, an older checkpoint completes", HALF, checkpoint(Duration.ZERO, true), HALF),
                row("half open, an older checkpoint fails", HALF, checkpoint(later.negated(), false), HALF),
                row("probing, completed", PROBING, s -> s.completed(Purpose.PROBE), CLOSED),
                row("probing, abandoned", PROBING, s -> s.abandoned(Purpose.PROBE), HALF),
                row("probing, a checkpoint completes", PROBING, checkpoint(later, true), PROBING));
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void followsItsTable(CircuitState from, UnaryOperator<CircuitState> event, CircuitState expected) {
        assertThat(event.apply(from)).isEqualTo(expected);
    }

    @Test
    void opensAtTheSecondFailureInARow() {
        assertOpen(ONCE.failed(Purpose.ACTION, NOW, BACKOFF), 0);
    }

    @Test
    void opensForLongerWhenTheProbeFails() {
        assertOpen(PROBING.failed(Purpose.PROBE, NOW, BACKOFF), 3);
        assertOpen(HALF.checkpoint(AT.plusSeconds(1), false, NOW, BACKOFF), 3);
    }

    private static void assertOpen(CircuitState state, int openings) {
        assertThat(state).isInstanceOfSatisfying(CircuitState.Open.class, open -> {
            assertThat(open.openings()).isEqualTo(openings);
            assertThat(open.harm()).isFalse();
            assertThat(open.until()).isBetween(NOW.plus(FIRST.dividedBy(2)), NOW.plus(FIRST.multipliedBy(8)));
        });
    }

    @Test
    void allowsActionsWhileClosedAndOneProbeWhileHalfOpenAndNothingElse() {
        assertThat(CLOSED.allows(Purpose.ACTION)).isTrue();
        assertThat(HALF.allows(Purpose.PROBE)).isTrue();
        assertForbidden(CLOSED, Purpose.PROBE);
        assertForbidden(OPEN, Purpose.ACTION);
        assertForbidden(OPEN, Purpose.PROBE);
        assertForbidden(HALF, Purpose.ACTION);
        assertForbidden(PROBING, Purpose.ACTION);
        assertForbidden(PROBING, Purpose.PROBE);
    }

    private static void assertForbidden(CircuitState state, Purpose purpose) {
        assertThat(state.allows(purpose)).isFalse();
        assertThatThrownBy(() -> state.triggered(purpose)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void drawsPausesWithinTheirBounds() {
        for (int openings = 0; openings < 100; openings++) {
            Duration highest = Duration.ofMinutes(Math.min(360, 10L << Math.min(openings, 20)));

            assertThat(BACKOFF.pause(openings)).isBetween(Duration.ofMinutes(5), highest);
        }
    }

    @Test
    void boundsPausesByTheConfiguredFirstOne() {
        Backoff brief = new Backoff(Duration.ofSeconds(2), new SplittableRandom(1));
        Backoff longest = new Backoff(Duration.ofHours(6), new SplittableRandom(1));

        assertThat(brief.pause(0)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(longest.pause(9)).isBetween(Duration.ofHours(3), Duration.ofHours(6));
    }

    @Test
    void spreadsPausesOverTheWholeRange() {
        Duration shortest = Backoff.LONGEST;
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 200; i++) {
            Duration pause = BACKOFF.pause(10);
            shortest = pause.compareTo(shortest) < 0 ? pause : shortest;
            longest = pause.compareTo(longest) > 0 ? pause : longest;
        }

        assertThat(shortest).isLessThan(Duration.ofMinutes(30));
        assertThat(longest).isGreaterThan(Duration.ofHours(5));
    }
}
