/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import java.time.Duration;
import java.util.function.UnaryOperator;

/** The circuit of one action on one job. Not thread safe. */
final class Circuit {
    private final Backoff backoff;
    private CircuitState state = new CircuitState.Closed(0);

    Circuit(Backoff backoff) {
        this.backoff = backoff;
    }

    Check check(Duration now) {
        return state.check(now);
    }

    void triggered(Duration now) {
        transition(from -> from.triggered(now));
    }

    void succeeded() {
        transition(CircuitState::succeeded);
    }

    void failed(Duration now) {
        transition(from -> from.failed(now, backoff));
    }

    /** The only place where the state changes. An event that the state does not allow throws, and the state stays. */
    private void transition(UnaryOperator<CircuitState> event) {
        state = event.apply(state);
    }
}
