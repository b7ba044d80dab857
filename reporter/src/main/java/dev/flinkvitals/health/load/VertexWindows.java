/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.load;

import dev.flinkvitals.signals.SubtaskReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The windows of one vertex's subtasks, by their index. Not thread-safe. */
final class VertexWindows {
    /** Flink allows no higher parallelism, so a higher index is no index. */
    private static final int MAX_SUBTASKS = 1 << 15;

    private final Duration window;
    private final int parallelism;
    private @Nullable RateWindow[] windows = new RateWindow[0];
    private @Nullable SubtaskReading[] heard = new SubtaskReading[0];
    private boolean changed;

    VertexWindows(Duration window, int parallelism) {
        this.window = window;
        this.parallelism = parallelism;
    }

    int parallelism() {
        return parallelism;
    }

    /** Takes note of a reading; there is one for each subtask in a cycle. */
    void hear(SubtaskReading reading) {
        int index = reading.id().index();
        if (index >= MAX_SUBTASKS) {
            return;
        }
        if (index >= heard.length) {
            int length = Math.max(index + 1, Math.min(MAX_SUBTASKS, parallelism));
            heard = Arrays.copyOf(heard, length);
            windows = Arrays.copyOf(windows, length);
        }
        heard[index] = reading;
    }

    /**
     * Ends the cycle: moves the windows on and forgets the subtasks that were silent for too long.
     *
     * @param elapsed monotonic time of this cycle
     * @return whether the rates of any subtask changed since {@link #rates} was asked last
     */
    boolean advance(Duration elapsed) {
        for (int i = 0; i < windows.length; i++) {
            SubtaskReading reading = heard[i];
            heard[i] = null;
            RateWindow own = windows[i];
            if (own != null && own.isStale(elapsed)) {
                // Whatever comes now starts over, so that a clock which went back does not silence the subtask for
                // good.
                own = null;
                windows[i] = null;
                changed = true;
            }
            if (own != null && reading != null) {
                changed |= own.accept(reading, elapsed);
            } else if (reading != null) {
                windows[i] = new RateWindow(window, reading, elapsed);
            }
        }
        return changed;
    }

    /** The rates of the subtasks that have a complete window, by index. */
    List<SubtaskRates> rates(Duration elapsed) {
        changed = false;
        List<SubtaskRates> rates = new ArrayList<>(windows.length);
        for (RateWindow own : windows) {
            if (own != null) {
                own.rates(elapsed).ifPresent(rates::add);
            }
        }
        return rates;
    }
}
