/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker;

import dev.flinkvitals.examples.cluster.Run;
import dev.flinkvitals.examples.parts.Progress;
import java.util.concurrent.TimeUnit;

/**
 * Where a scenario is played.
 *
 * @param run what its processes belong to
 * @param proof where it writes down what it saw
 */
public record Stage(Run run, Proof proof) {
    /**
     * Says what happens.
     *
     * @param line without a line break
     */
    public void say(String line) {
        Progress progress = run.progress();
        progress.say(proof.scenario() + ": " + line);
    }

    /**
     * Waits between two looks at something.
     *
     * @param millis how long
     * @throws IllegalStateException on an interrupt
     */
    public static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * Seconds since a moment.
     *
     * @param nanos the moment, by {@link System#nanoTime}
     */
    public static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
