/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.signals.JobReading;

/** Hears what a replay makes of a recording, in the order of its time. */
public interface ReplayListener {
    /**
     * A cycle was judged again.
     *
     * @param reading what was measured
     * @param assessment what the model makes of it now
     * @param recorded what the live run made of it
     * @param check whether that is the same
     */
    void cycle(JobReading reading, Assessment assessment, Outcome recorded, Check check);

    /** Something that happened beside the readings, as recorded. */
    void event(RecordedEvent event);

    /** Whether a replayed assessment is the one of the live run. */
    enum Check {
        EQUAL,
        DIFFERENT,
        /** The replay has other settings, or does not know what the live model knew. */
        NOT_COMPARED
    }
}
