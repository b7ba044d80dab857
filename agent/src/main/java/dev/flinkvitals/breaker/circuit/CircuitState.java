/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.circuit;

import dev.flinkvitals.breaker.BreakerEvent.Kind;
import dev.flinkvitals.breaker.Decision.Purpose;
import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * The states of one action's circuit: closed (the action may be tried), open (it may not, for a while), half open (the next
 * plain checkpoint decides). An event without an effect in a state leaves it as it is; only triggering what the state does not
 * allow throws. Immutable.
 */
sealed interface CircuitState {
    /** Consecutive failures that open a closed circuit. */
    int FAILURES_TO_OPEN = 2;

    /** How long harm keeps it open: until a person has had a day to look. */
    Duration AFTER_HARM = Duration.ofHours(24);

    /** In words with numbers. */
    String words(Duration now);

    /** Time passes. */
    default CircuitState at(Tick now) {
        return this;
    }

    /** Whether this may be triggered. */
    boolean allows(Purpose purpose);

    /** Something was triggered. */
    default CircuitState triggered(Purpose purpose) {
        if (!allows(purpose)) {
            throw new IllegalStateException("an " + purpose.name().toLowerCase(Locale.ROOT)
                    + " was triggered while the circuit is "
                    + getClass().getSimpleName());
        }
        return this;
    }

    /** What was triggered completed. */
    CircuitState completed(Purpose purpose);

    /** What was triggered failed, or nobody knows. */
    CircuitState failed(Purpose purpose, Duration now, Backoff backoff);

    /** What was triggered was not carried out after all. */
    default CircuitState abandoned(Purpose purpose) {
        return this;
    }

    /** A plain checkpoint, triggered at the given time by somebody else, came to its end. */
    default CircuitState checkpoint(Instant triggeredAt, boolean completed, Duration now, Backoff backoff) {
        return this;
    }

    /**
     * The state in which this was triggered in the past, though how long the pauses of the past were is not known. Only after
     * harm is the length of a pause certain.
     */
    default CircuitState allowedBefore(Purpose purpose, Tick tick) {
        return purpose == Purpose.PROBE ? new HalfOpen(tick.at(), openings(), true) : new Closed(0);
    }

    /** The event of coming to this state. */
    Kind kind();

    /** How often in a row it opened so far. */
    int openings();

    /** An action did harm. */
    default CircuitState harmed(Duration now) {
        return new Open(now.plus(AFTER_HARM), openings(), true);
    }

    /**
     * The action may be tried.
     *
     * @param failures consecutive failures so far, below {@link #FAILURES_TO_OPEN}
     */
    record Closed(int failures) implements CircuitState {
        @Override
        public String words(Duration now) {
            return "closed, " + failures + " consecutive failures";
        }

        @Override
        public boolean allows(Purpose purpose) {
            return purpose == Purpose.ACTION;
        }

        @Override
        public CircuitState completed(Purpose purpose) {
            return new Closed(0);
        }

        @Override
        public CircuitState failed(Purpose purpose, Duration now, Backoff backoff) {
            return failures + 1 < FAILURES_TO_OPEN ? new Closed(failures + 1) : Open.from(now, 0, backoff);
        }

        @Override
        public CircuitState allowedBefore(Purpose purpose, Tick tick) {
            return purpose == Purpose.ACTION ? this : CircuitState.super.allowedBefore(purpose, tick);
        }

        @Override
        public Kind kind() {
            return Kind.CIRCUIT_CLOSED;
        }

        @Override
        public int openings() {
            return 0;
        }
    }

    /**
     * The action may not be tried until a pause is over. What comes of an action that was under way when it opened changes
     * nothing: whatever opened it weighs more.
     *
     * @param until elapsed time at which the pause is over
     * @param openings how often the circuit opened in a row before this
     * @param harm whether harm opened it, not failures
     */
    record Open(Duration until, int openings, boolean harm) implements CircuitState {
        static Open from(Duration now, int openings, Backoff backoff) {
            return new Open(now.plus(backoff.pause(openings)), openings, false);
        }

        @Override
        public String words(Duration now) {
            Duration left = until.compareTo(now) > 0 ? until.minus(now) : Duration.ZERO;
            return "open after " + (harm ? "harm" : "failures") + " for another " + Words.time(left);
        }

        @Override
        public CircuitState at(Tick now) {
            return now.elapsed().compareTo(until) < 0 ? this : new HalfOpen(now.at(), openings, false);
        }

        @Override
        public boolean allows(Purpose purpose) {
            return false;
        }

        @Override
        public CircuitState completed(Purpose purpose) {
            return this;
        }

        @Override
        public CircuitState failed(Purpose purpose, Duration now, Backoff backoff) {
            return this;
        }

        @Override
        public CircuitState allowedBefore(Purpose purpose, Tick tick) {
            return harm && tick.elapsed().compareTo(until) < 0 ? this : CircuitState.super.allowedBefore(purpose, tick);
        }

        @Override
        public Kind kind() {
            return Kind.CIRCUIT_OPENED;
        }

        @Override
        public CircuitState harmed(Duration now) {
            CircuitState longer = CircuitState.super.harmed(now);
            return now.plus(AFTER_HARM).compareTo(until) > 0 ? longer : this;
        }
    }

    /**
     * The next plain checkpoint decides: the job's own, or a probe.
     *
     * @param since wall time at which the pause was over
     * @param openings how often the circuit opened in a row before the last time
     * @param probing whether a probe is under way
     */
    record HalfOpen(Instant since, int openings, boolean probing) implements CircuitState {
        @Override
        public String words(Duration now) {
            return probing ? "half open, a probe is under way" : "half open, a plain checkpoint has to complete first";
        }

        @Override
        public boolean allows(Purpose purpose) {
            return purpose == Purpose.PROBE && !probing;
        }

        @Override
        public CircuitState triggered(Purpose purpose) {
            CircuitState.super.triggered(purpose);
            return new HalfOpen(since, openings, true);
        }

        @Override
        public CircuitState completed(Purpose purpose) {
            return purpose == Purpose.PROBE && probing ? new Closed(0) : this;
        }

        @Override
        public CircuitState failed(Purpose purpose, Duration now, Backoff backoff) {
            return purpose == Purpose.PROBE && probing ? Open.from(now, openings + 1, backoff) : this;
        }

        @Override
        public Kind kind() {
            return Kind.CIRCUIT_HALF_OPEN;
        }

        @Override
        public CircuitState abandoned(Purpose purpose) {
            return purpose == Purpose.PROBE ? new HalfOpen(since, openings, false) : this;
        }

        @Override
        public CircuitState checkpoint(Instant triggeredAt, boolean completed, Duration now, Backoff backoff) {
            if (probing || !triggeredAt.isAfter(since)) {
                return this;
            }
            return completed ? new Closed(0) : Open.from(now, openings + 1, backoff);
        }
    }
}
