/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import dev.flinkvitals.signals.JobReading;
import org.jspecify.annotations.Nullable;

/** Hears what is in a recording, in the order of its time. */
public interface RecordingListener {
    /**
     * A segment begins.
     *
     * @param continues whether the model is as the reading before left it
     * @param state the model's state, for {@link ModelState}; null if it was not recorded
     */
    void begin(boolean continues, byte @Nullable [] state);

    /** A reading, and what the live run made of it. */
    void cycle(JobReading reading, Outcome outcome);

    /** Something that happened beside the readings. */
    void event(RecordedEvent event);
}
