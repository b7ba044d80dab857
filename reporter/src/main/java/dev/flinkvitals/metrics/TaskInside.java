/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import dev.flinkvitals.signals.AttemptId;
import dev.flinkvitals.signals.StateDeclaration;
import java.util.List;
import java.util.OptionalLong;

/** What is known of the tasks of this process besides their metrics. Thread safe; answers at once. */
public interface TaskInside {
    /** Nothing is known: the agent is not there. */
    TaskInside NONE = new TaskInside() {
        @Override
        public OptionalLong cpuMillis(AttemptId attempt) {
            return OptionalLong.empty();
        }

        @Override
        public List<StateDeclaration> states(AttemptId attempt) {
            return List.of();
        }
    };

    /** CPU time of a task's thread since it started, in milliseconds; empty if the thread or its time is not known. */
    OptionalLong cpuMillis(AttemptId attempt);

    /** The keyed states that a task has declared up to now, each once. */
    List<StateDeclaration> states(AttemptId attempt);
}
