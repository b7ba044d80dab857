/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.export.Event;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.finding.Finding;
import dev.flinkvitals.signals.JobId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Tells the opening and the closing of each finding of a job, each once. Used by the monitor's thread only. */
final class FindingEvents {
    private final JobId job;
    private final String jobName;
    private final Consumer<Event> events;
    private final Map<String, Finding> told = new LinkedHashMap<>();

    FindingEvents(JobId job, String jobName, Consumer<Event> events) {
        this.job = job;
        this.jobName = jobName;
        this.events = events;
    }

    /** Tells what is new in an assessment. */
    void tell(Assessment assessment) {
        for (Finding finding : assessment.closedFindings()) {
            if (told.remove(finding.id()) != null) {
                close(finding, assessment.tick().at(), "no longer seen");
            }
        }
        for (Finding finding : assessment.findings()) {
            if (told.put(finding.id(), finding) == null) {
                events.accept(MonitorEvents.opened(job, jobName, finding));
            }
        }
    }

    /**
     * Nobody will judge the job any more: what is open is closed.
     *
     * @param at when
     * @param why in words
     */
    void end(Instant at, String why) {
        told.values().forEach(finding -> close(finding, at, why));
        told.clear();
    }

    private void close(Finding finding, Instant at, String why) {
        events.accept(MonitorEvents.closed(job, jobName, finding, at, why));
    }
}
