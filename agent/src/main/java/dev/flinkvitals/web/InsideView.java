/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.StateDeclaration;
import java.util.List;

/**
 * What is known from inside a job's tasks.
 *
 * @param evidence what was looked up for a finding
 * @param states keyed states as declared
 * @param tasks subtasks that were heard
 * @param tasksWithCpuTime how many of them have a thread whose CPU time is known
 */
public record InsideView(InsideEvidence evidence, List<StateDeclaration> states, int tasks, int tasksWithCpuTime) {
    /** Nothing is known. */
    public static final InsideView NONE = new InsideView(InsideEvidence.NONE, List.of(), 0, 0);

    /** Copies the list. */
    public InsideView {
        states = List.copyOf(states);
    }

    /** What a reading has of it. */
    public static InsideView of(JobReading reading) {
        return new InsideView(
                reading.inside(),
                reading.states(),
                reading.subtasks().size(),
                Math.toIntExact(reading.subtasks().stream()
                        .filter(subtask -> subtask.cpuMillis().isPresent())
                        .count()));
    }
}
