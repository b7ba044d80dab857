/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.estimate;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells when a window of the job ends; windows do not overlap. Not thread-safe. */
public final class WindowClock {
    private final Duration window;
    private @Nullable Duration startedAt;

    /**
     * A clock whose first window starts with the first call.
     *
     * @param window length
     */
    public WindowClock(Duration window) {
        this.window = window;
    }

    /**
     * Moves on.
     *
     * @param elapsed monotonic time of this cycle
     * @return whether a window ended; the next one starts now
     */
    public boolean advance(Duration elapsed) {
        if (startedAt == null) {
            startedAt = elapsed;
            return false;
        }
        if (elapsed.minus(startedAt).compareTo(window) < 0) {
            return false;
        }
        startedAt = elapsed;
        return true;
    }
}
