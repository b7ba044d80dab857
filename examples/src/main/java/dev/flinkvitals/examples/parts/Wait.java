/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.parts;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for something that other processes do, always with a limit. */
public final class Wait {
    private static final long POLL_MILLIS = 200;

    private Wait() {}

    /**
     * Asks until there is an answer.
     *
     * @param what what is waited for, for the error
     * @param timeout longest wait
     * @param question gives the answer, or empty to be asked again
     * @param diagnosis what the error says besides
     * @param <T> type of the answer
     * @return the answer
     * @throws IllegalStateException when the time is over, or on an interrupt
     */
    public static <T> T until(
            String what, Duration timeout, Supplier<Optional<T>> question, Supplier<String> diagnosis) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "Waited " + timeout.toSeconds() + " s in vain for: " + what + "\n" + diagnosis.get());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting", e);
        }
    }
}
