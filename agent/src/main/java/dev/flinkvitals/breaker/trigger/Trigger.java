/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.trigger;

import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.signals.JobReading;

/** What a policy watches for. Stateless. */
interface Trigger {
    /**
     * Looks at one cycle.
     *
     * @param assessment the job's health
     * @param reading what it was judged by
     * @param history how some of its numbers went over the last windows
     * @return whether it is so
     */
    Condition look(Assessment assessment, JobReading reading, WindowHistory history);
}
