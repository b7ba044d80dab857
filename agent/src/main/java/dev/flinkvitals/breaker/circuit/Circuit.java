/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.circuit;

import dev.flinkvitals.breaker.BreakerEvent.Kind;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Decision.Purpose;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The circuit of one action on one job: closed until two attempts in a row failed or one did harm, then open for a back-off
 * (after harm for a day), then half open until a plain checkpoint, the job's own or a probe, completes or fails.
 *
 * <p>Each method that can change the state returns the change, if it is one that is worth telling. Not thread safe.
 */
public final class Circuit {
    private final Backoff backoff;
    private CircuitState state = new CircuitState.Closed(0);

    /** A closed circuit. */
    public Circuit(Backoff backoff) {
        this.backoff = backoff;
    }

    /**
     * Time passes, and while half open the job's own checkpoints are looked at.
     *
     * @param tick when
     * @param checkpoints what is known of them
     * @return what changed
     */
    public Optional<Kind> observe(Tick tick, CheckpointReading checkpoints) {
        Optional<Kind> paused = transition(from -> from.at(tick));
        if (paused.isPresent() || !(state instanceof CircuitState.HalfOpen half)) {
            return paused;
        }
        return firstAfter(half.since(), checkpoints)
                .filter(first -> first.status() != CheckpointSample.Status.IN_PROGRESS)
                .flatMap(first -> transition(from -> from.checkpoint(
                        first.triggeredAt(),
                        first.status() == CheckpointSample.Status.COMPLETED,
                        tick.elapsed(),
                        backoff)));
    }

    private static Optional<CheckpointSample> firstAfter(Instant since, CheckpointReading checkpoints) {
        return checkpoints.history().stream()
                .filter(c -> c.kind() == CheckpointSample.Kind.CHECKPOINT && !c.ours())
                .filter(c -> c.triggeredAt().isAfter(since))
                .min(Comparator.comparing(CheckpointSample::triggeredAt));
    }

    /** What may be triggered now, if anything: the action itself while closed, a probe while half open. */
    public Optional<Purpose> allowed() {
        for (Purpose purpose : Purpose.values()) {
            if (state.allows(purpose)) {
                return Optional.of(purpose);
            }
        }
        return Optional.empty();
    }

    /**
     * Whether something may be triggered.
     *
     * @param now when
     * @param checkpoints a probe waits for what is under way
     * @return the verdict
     */
    public Check check(Duration now, CheckpointReading checkpoints) {
        Optional<Purpose> allowed = allowed();
        if (allowed.isEmpty() || allowed.get() == Purpose.ACTION) {
            return Check.of(Rule.CIRCUIT, allowed.isPresent(), state.words(now));
        }
        if (checkpoints.equals(CheckpointReading.UNKNOWN)) {
            return Check.unknown(Rule.CIRCUIT, state.words(now) + "; whether one is under way is not known");
        }
        return checkpoints.pending().isPresent()
                ? Check.of(Rule.CIRCUIT, false, state.words(now) + "; one is under way")
                : Check.of(Rule.CIRCUIT, true, state.words(now) + "; none is under way: this one is a probe");
    }

    /**
     * Something was triggered.
     *
     * @throws IllegalStateException if the state does not allow it; it stays
     */
    public void triggered(Purpose purpose) {
        transition(from -> from.triggered(purpose));
    }

    /** What was triggered completed. */
    public Optional<Kind> completed(Purpose purpose) {
        return transition(from -> from.completed(purpose));
    }

    /** What was triggered failed, or nobody knows. */
    public Optional<Kind> failed(Purpose purpose, Duration now) {
        return transition(from -> from.failed(purpose, now, backoff));
    }

    /** What was triggered was not carried out after all. */
    public void abandoned(Purpose purpose) {
        transition(from -> from.abandoned(purpose));
    }

    /** An action did harm. */
    public Optional<Kind> harmed(Duration now) {
        CircuitState before = state;
        state = state.harmed(now);
        // Open for longer is news as well.
        return state.equals(before) ? Optional.empty() : Optional.of(Kind.CIRCUIT_OPENED);
    }

    /** A plain checkpoint that was triggered for something else came to its end. */
    public Optional<Kind> checkpoint(Instant triggeredAt, boolean completed, Duration now) {
        return transition(from -> from.checkpoint(triggeredAt, completed, now, backoff));
    }

    /**
     * Takes a result of the past into account, the oldest first. The pauses of the past are not known, so what was triggered
     * then was allowed then.
     *
     * @param purpose what it was for
     * @param completed whether it completed
     * @param tick when that was known
     */
    public void remember(Purpose purpose, boolean completed, Tick tick) {
        state = state.allowedBefore(purpose, tick);
        state = completed ? state.completed(purpose) : state.failed(purpose, tick.elapsed(), backoff);
    }

    /** In words with numbers. */
    public String words(Duration now) {
        return state.words(now);
    }

    /** The only place where results and time change the state. An event that the state does not allow throws, and it stays. */
    private Optional<Kind> transition(UnaryOperator<CircuitState> event) {
        CircuitState before = state;
        state = event.apply(before);
        if (state.getClass() == before.getClass()) {
            return Optional.empty();
        }
        return Optional.of(state.kind());
    }
}
