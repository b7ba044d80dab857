/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import java.time.Duration;

/**
 * The states of one action's circuit: closed (attempts are allowed), open (they are not, for a while), half open (one
 * attempt is under way and decides). All times are elapsed times of {@code Tick}.
 */
sealed interface CircuitState {
    /** Consecutive failures that open a closed circuit. */
    int FAILURES_TO_OPEN = 2;

    /** Whether an attempt may start now. */
    Check check(Duration now);

    /** The state once an attempt has started; throws if {@link #check} does not pass. */
    CircuitState triggered(Duration now);

    /** The state once the attempt succeeded; throws if there can be none. */
    CircuitState succeeded();

    /** The state once the attempt failed; throws if there can be none. */
    CircuitState failed(Duration now, Backoff backoff);

    private static Check verdict(Check.Verdict verdict, String evidence) {
        return new Check(Rule.CIRCUIT, verdict, evidence);
    }

    /**
     * Attempts are allowed.
     *
     * @param failures consecutive failures so far, below {@link #FAILURES_TO_OPEN}
     */
    record Closed(int failures) implements CircuitState {
        @Override
        public Check check(Duration now) {
            return verdict(Check.Verdict.PASS, "closed, " + failures + " consecutive failures");
        }

        @Override
        public CircuitState triggered(Duration now) {
            return this;
        }

        @Override
        public CircuitState succeeded() {
            return new Closed(0);
        }

        @Override
        public CircuitState failed(Duration now, Backoff backoff) {
            return failures + 1 < FAILURES_TO_OPEN ? new Closed(failures + 1) : Open.from(now, 0, backoff);
        }
    }

    /**
     * Attempts are refused until a back-off has passed.
     *
     * @param until elapsed time at which one attempt is allowed
     * @param openings how often the circuit opened in a row before this
     */
    record Open(Duration until, int openings) implements CircuitState {
        static Open from(Duration now, int openings, Backoff backoff) {
            return new Open(now.plus(backoff.pause(openings)), openings);
        }

        @Override
        public Check check(Duration now) {
            return now.compareTo(until) < 0
                    ? verdict(
                            Check.Verdict.FAIL, "open after failures, next attempt in " + Words.time(until.minus(now)))
                    : verdict(Check.Verdict.PASS, "open after failures, back-off is over: one attempt");
        }

        @Override
        public CircuitState triggered(Duration now) {
            if (now.compareTo(until) < 0) {
                throw new IllegalStateException("triggered while the circuit is open");
            }
            return new HalfOpen(openings);
        }

        @Override
        public CircuitState succeeded() {
            throw new IllegalStateException("succeeded while the circuit is open");
        }

        @Override
        public CircuitState failed(Duration now, Backoff backoff) {
            throw new IllegalStateException("failed while the circuit is open");
        }
    }

    /**
     * One attempt after a back-off is under way.
     *
     * @param openings how often the circuit opened in a row before the last time
     */
    record HalfOpen(int openings) implements CircuitState {
        @Override
        public Check check(Duration now) {
            return verdict(Check.Verdict.FAIL, "half open, an attempt is under way");
        }

        @Override
        public CircuitState triggered(Duration now) {
            throw new IllegalStateException("triggered while the circuit is half open");
        }

        @Override
        public CircuitState succeeded() {
            return new Closed(0);
        }

        @Override
        public CircuitState failed(Duration now, Backoff backoff) {
            return Open.from(now, openings + 1, backoff);
        }
    }
}
