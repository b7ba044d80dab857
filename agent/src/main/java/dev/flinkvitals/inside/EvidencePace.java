/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.inside;

import java.time.Duration;

/**
 * How often and how long is looked. At a window of 60 s: a subtask once a minute, its thread 30 times within 10 s, its key groups
 * 250 times within 4 s.
 *
 * @param pause least time between the begins of two rounds at one subtask
 * @param threadPeriod time between two stack samples
 * @param threadSamples stack samples of a round
 * @param keyGroupPeriod time between two samples of the key group
 * @param keyGroupSamples samples of the key group in a round
 */
record EvidencePace(
        Duration pause, Duration threadPeriod, int threadSamples, Duration keyGroupPeriod, int keyGroupSamples) {
    private static final int THREAD_SAMPLES = 30;
    private static final Duration LONGEST_THREAD_PERIOD = Duration.ofSeconds(10).dividedBy(THREAD_SAMPLES);
    private static final int KEY_GROUP_SAMPLES = 250;
    private static final Duration LONGEST_KEY_GROUP_PERIOD =
            Duration.ofSeconds(4).dividedBy(KEY_GROUP_SAMPLES);
    private static final Duration SHORTEST_KEY_GROUP_PERIOD = Duration.ofMillis(8);

    /** The pace that suits a window: rounds are over within a sixth of it, or as soon as samples stay apart. */
    static EvidencePace of(Duration window) {
        Duration threads = window.dividedBy(6L * THREAD_SAMPLES);
        Duration keyGroups = window.dividedBy(15L * KEY_GROUP_SAMPLES);
        return new EvidencePace(
                window,
                min(threads, LONGEST_THREAD_PERIOD),
                THREAD_SAMPLES,
                max(SHORTEST_KEY_GROUP_PERIOD, min(keyGroups, LONGEST_KEY_GROUP_PERIOD)),
                KEY_GROUP_SAMPLES);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
