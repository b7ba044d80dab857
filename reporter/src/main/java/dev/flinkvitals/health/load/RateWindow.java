/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.load;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.SubtaskReading;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Non-overlapping windows over one subtask's counters. The rates of a window are held until the next one is complete.
 * A new attempt, another TaskManager, or a counter that fell (but for busy time, see {@link SubtaskRates}) starts over: there
 * is no rate across such a break. A reading from before the last one came late and is passed over. Not thread-safe.
 */
public final class RateWindow {
    /** A window may close this much early, so that a sampler's jitter does not cost it a whole extra sample. */
    private static final double EARLY = 0.95;

    /** Rates older than this many windows beyond their own are no longer held. */
    private static final int STALE_WINDOWS = 2;

    private final double shortestMillis;
    private final double staleSeconds;
    private SubtaskReading start;
    private SubtaskReading latest;
    private double heardAtSeconds;
    private @Nullable SubtaskRates rates;

    RateWindow(Duration window, SubtaskReading first, Duration elapsed) {
        this.shortestMillis = window.toMillis() * EARLY;
        this.staleSeconds = Times.seconds(window) * STALE_WINDOWS;
        this.start = first;
        this.latest = first;
        this.heardAtSeconds = Times.seconds(elapsed);
    }

    /**
     * Takes a reading; one with the time of the last is no news.
     *
     * @param next the reading
     * @param elapsed monotonic time of this cycle
     * @return whether the rates changed
     */
    boolean accept(SubtaskReading next, Duration elapsed) {
        boolean sameAttempt = next.attempt() == latest.attempt();
        boolean sameClock = sameAttempt && next.processId().equals(latest.processId());
        if (sameClock && next.sampleMillis() == latest.sampleMillis()) {
            return false;
        }
        if (next.attempt() < latest.attempt() || (sameClock && next.sampleMillis() < latest.sampleMillis())) {
            return false;
        }
        heardAtSeconds = Times.seconds(elapsed);
        if (!sameClock || !grew(latest, next)) {
            boolean had = rates != null;
            start = next;
            latest = next;
            rates = null;
            return had;
        }
        latest = next;
        if ((double) next.sampleMillis() - start.sampleMillis() >= shortestMillis) {
            rates = SubtaskRates.between(start, next);
            start = next;
            return true;
        }
        return false;
    }

    /** Whether nothing new was heard for so long that the rates no longer hold. */
    boolean isStale(Duration elapsed) {
        return Times.seconds(elapsed) - heardAtSeconds > staleSeconds;
    }

    /**
     * The rates of the last complete window.
     *
     * @param elapsed monotonic time of this cycle
     * @return the rates; empty before the first window is complete and when nothing new was heard for too long
     */
    Optional<SubtaskRates> rates(Duration elapsed) {
        return isStale(elapsed) ? Optional.empty() : Optional.ofNullable(rates);
    }

    private static boolean grew(SubtaskReading before, SubtaskReading after) {
        return grew(before.backPressuredMillis(), after.backPressuredMillis())
                && grew(before.idleMillis(), after.idleMillis())
                && grew(before.recordsIn(), after.recordsIn())
                && grew(before.recordsOut(), after.recordsOut());
    }

    private static boolean grew(OptionalLong before, OptionalLong after) {
        return before.isEmpty() || after.isEmpty() || after.getAsLong() >= before.getAsLong();
    }
}
