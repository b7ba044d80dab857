/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.estimate;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The samples of a signal within the last window. Not thread-safe. */
public final class RecentSamples {
    private final Duration window;
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Duration elapsed, double value) {}

    public RecentSamples(Duration window) {
        this.window = window;
    }

    /** Takes a sample and forgets those that are older than the window, and all of them if the clock went back. */
    public void add(Duration elapsed, double value) {
        if (!samples.isEmpty() && elapsed.compareTo(samples.getLast().elapsed()) < 0) {
            samples.clear();
        }
        samples.addLast(new Sample(elapsed, value));
        while (elapsed.minus(samples.getFirst().elapsed()).compareTo(window) > 0) {
            samples.removeFirst();
        }
    }

    /** Mean of the samples; 0 if there is none. */
    public double mean() {
        return samples.stream().mapToDouble(Sample::value).average().orElse(0);
    }
}
