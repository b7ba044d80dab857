/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.util.List;

/**
 * What was looked up inside TaskManagers because a finding asked for it.
 *
 * @param threads stack samples, at most one for each subtask
 * @param keyGroups key-group samples, at most one for each subtask
 */
public record InsideEvidence(List<ThreadEvidence> threads, List<KeyGroupEvidence> keyGroups) {
    /** Nothing was looked up. */
    public static final InsideEvidence NONE = new InsideEvidence(List.of(), List.of());

    /** Copies the lists. */
    public InsideEvidence {
        threads = List.copyOf(threads);
        keyGroups = List.copyOf(keyGroups);
    }
}
