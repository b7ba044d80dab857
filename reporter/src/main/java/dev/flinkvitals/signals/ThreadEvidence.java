/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.time.Instant;
import java.util.List;

/**
 * What a task's thread was doing: frames only, no values.
 *
 * @param subtask whose thread
 * @param at when it was sampled
 * @param samples stack samples taken
 * @param activities what was seen, most often first, at most five
 */
public record ThreadEvidence(SubtaskId subtask, Instant at, int samples, List<Activity> activities) {
    /** Copies the list. */
    public ThreadEvidence {
        activities = List.copyOf(activities);
    }

    /**
     * One thing the thread did.
     *
     * @param samples in how many samples
     * @param method deepest frame of the user's code, as {@code OrderSink.invoke}; empty text if there was none
     * @param waitsIn the frame on top of the stack, as {@code java.net.SocketInputStream.read}
     * @param waiting whether the thread was not runnable or in a native read: it waits rather than computes
     */
    public record Activity(int samples, String method, String waitsIn, boolean waiting) {}
}
