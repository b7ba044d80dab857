/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.breaker.BreakerEvent.Kind;
import dev.flinkvitals.breaker.circuit.Circuit;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.signals.Tick;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What happened to a breaker and was not taken yet. Not thread safe. */
final class BreakerEvents {
    /** Far more than happens between two cycles: only a caller that never takes them loses the oldest. */
    private static final int MOST = 1_000;

    private final Deque<BreakerEvent> events = new ArrayDeque<>();

    void tell(BreakerEvent event) {
        if (events.size() >= MOST) {
            events.removeFirst();
        }
        events.addLast(event);
    }

    /** Something became of an action. */
    void tell(Tick tick, Kind kind, Decision.Act act, String text) {
        tell(new BreakerEvent(
                tick.at(),
                kind,
                SnapshotConfig.Mode.ACTIVE,
                act.wish().action(),
                Optional.of(act.wish().policy()),
                Optional.of(act.wish().incident()),
                text));
    }

    /** A circuit changed, if it did. */
    void changed(Tick tick, Action action, Optional<Kind> change, Circuit circuit) {
        change.ifPresent(kind -> tell(new BreakerEvent(
                tick.at(),
                kind,
                SnapshotConfig.Mode.ACTIVE,
                action,
                Optional.empty(),
                Optional.empty(),
                circuit.words(tick.elapsed()))));
    }

    /** All of them, the oldest first; they are gone then. */
    List<BreakerEvent> take() {
        List<BreakerEvent> news = List.copyOf(events);
        events.clear();
        return news;
    }
}
