/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.load;

import dev.flinkvitals.signals.SubtaskReading;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Non-overlapping windows over one subtask's counters. The rates of a window are held until the next one is complete.
 * A new attempt, a counter that fell (but for busy time, see {@link SubtaskRates}), or a clock that went back starts over: there is no rate across such a break.
 * Not thread-safe.
 */
public final class RateWindow {
    /** A window may close this much early, so that a sampler's jitter does not cost it a whole extra sample. */
    private static final double EARLY = 0.95;
    /** Rates older than this many windows beyond their own are no longer held. */
    private static final int STALE_WINDOWS = 2;

    private final Duration window;
    private SubtaskReading start;
    private SubtaskReading latest;
    private Duration heardAt;
    private @Nullable SubtaskRates rates;

    RateWindow(Duration window, SubtaskReading first, Duration elapsed) {
        this.window = window;
        this.start = first;
        this.latest = first;
        this.heardAt = elapsed;
    }

    /**
     * Takes a reading; one with the time of the last is no news.
     *
     * @param next the reading
     * @param elapsed monotonic time of this cycle
     */
    void accept(SubtaskReading next, Duration elapsed) {
        if (next.sampleMillis() == latest.sampleMillis() && next.attempt() == latest.attempt()) {
            return;
        }
        heardAt = elapsed;
        if (!continues(latest, next)) {
            start = next;
            latest = next;
            rates = null;
            return;
        }
        latest = next;
        if (next.sampleMillis() - start.sampleMillis() >= window.toMillis() * EARLY) {
            rates = SubtaskRates.between(start, next);
            start = next;
        }
    }

    /**
     * The rates of the last complete window.
     *
     * @param elapsed monotonic time of this cycle
     * @return the rates; empty before the first window is complete and when nothing new was heard for too long
     */
    Optional<SubtaskRates> rates(Duration elapsed) {
        boolean stale = elapsed.minus(heardAt).compareTo(window.multipliedBy(STALE_WINDOWS)) > 0;
        return stale ? Optional.empty() : Optional.ofNullable(rates);
    }

    private static boolean continues(SubtaskReading before, SubtaskReading after) {
        return before.attempt() == after.attempt()
                && after.sampleMillis() > before.sampleMillis()
                && grew(before.backPressuredMillis(), after.backPressuredMillis())
                && grew(before.idleMillis(), after.idleMillis())
                && grew(before.recordsIn(), after.recordsIn())
                && grew(before.recordsOut(), after.recordsOut());
    }

    private static boolean grew(OptionalLong before, OptionalLong after) {
        return before.isEmpty() || after.isEmpty() || after.getAsLong() >= before.getAsLong();
    }
}
