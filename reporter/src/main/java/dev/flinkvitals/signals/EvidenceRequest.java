/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.util.List;

/**
 * What the JobManager wants to have looked up inside one TaskManager. It is sent again as long as it is wanted: the TaskManager
 * answers with what it has by then, and decides how often it looks.
 *
 * @param subjects what about which subtask, most urgent first
 */
public record EvidenceRequest(List<Subject> subjects) {
    /** Copies the list. */
    public EvidenceRequest {
        subjects = List.copyOf(subjects);
    }

    /**
     * What is wanted of one subtask.
     *
     * @param attempt which one: evidence of another attempt would be of no use
     * @param thread stack samples of its thread
     * @param keyGroups samples of the key group that it works on
     */
    public record Subject(AttemptId attempt, boolean thread, boolean keyGroups) {}
}
