/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.finding;

import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One thing that may be wrong at one place, over time. What is not critical opens a window after it was first seen, if it was
 * not away for more than two since; it closes once it was not seen for three. After three openings within twenty windows it flaps: then it closes only after
 * twenty windows without being seen, so that nobody is woken again and again by the same trouble. Not thread-safe.
 */
final class FindingTrack {
    /** What shows only in every other window, such as a source that backpressure stops now and then, still stays. */
    private static final int AWAY_WINDOWS = 2;

    private static final int CLOSES_AFTER_WINDOWS = 3;
    private static final int FLAPS = 3;
    private static final int FLAP_WINDOWS = 20;

    private final Duration window;
    private final Deque<Duration> openings = new ArrayDeque<>();
    private Observation observation;
    private Duration firstSeen;
    private Instant firstSeenAt;
    private Duration lastSeen;
    private @Nullable String id;
    private boolean flapping;

    FindingTrack(Duration window, Observation first, Tick tick) {
        this.window = window;
        this.observation = first;
        this.firstSeen = tick.elapsed();
        this.firstSeenAt = tick.at();
        this.lastSeen = tick.elapsed();
    }

    /** What was seen last. */
    Observation observation() {
        return observation;
    }

    /** Its id while it is open; null while it is not. */
    @Nullable
    String id() {
        return id;
    }

    boolean isFlapping() {
        return flapping;
    }

    /** When what is open was first seen. */
    Instant since() {
        return firstSeenAt;
    }

    /**
     * It is seen in this cycle.
     *
     * @param seen what is seen
     * @param tick when
     * @param nextId its id, should it open now
     */
    void seen(Observation seen, Tick tick, String nextId) {
        boolean wasAway = tick.elapsed().minus(lastSeen).compareTo(window.multipliedBy(AWAY_WINDOWS)) > 0;
        if (id == null && wasAway) {
            firstSeen = tick.elapsed();
            firstSeenAt = tick.at();
        }
        observation = seen;
        lastSeen = tick.elapsed();
        boolean stayed = tick.elapsed().minus(firstSeen).compareTo(window) >= 0;
        if (id == null && (stayed || seen.severity() == Severity.CRITICAL)) {
            open(tick.elapsed(), nextId);
        }
    }

    private void open(Duration now, String nextId) {
        id = nextId;
        openings.addLast(now);
        openings.removeIf(opening -> now.minus(opening).compareTo(window.multipliedBy(FLAP_WINDOWS)) > 0);
        flapping = openings.size() >= FLAPS;
    }

    /**
     * It cannot be told in this cycle whether it is there: it neither ends nor goes on.
     *
     * @param now monotonic time of this cycle
     */
    void unknown(Duration now) {
        lastSeen = now;
    }

    /**
     * Closes it if it has been away long enough.
     *
     * @param now monotonic time of this cycle
     * @return whether it closed
     */
    boolean closes(Duration now) {
        int windows = flapping ? FLAP_WINDOWS : CLOSES_AFTER_WINDOWS;
        if (id == null || now.minus(lastSeen).compareTo(window.multipliedBy(windows)) < 0) {
            return false;
        }
        id = null;
        flapping = false;
        return true;
    }

    /** Whether nothing of it needs to be remembered any more. */
    boolean isForgotten(Duration now) {
        return id == null && now.minus(lastSeen).compareTo(window.multipliedBy(FLAP_WINDOWS)) >= 0;
    }
}
