/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.export.Event;
import dev.flinkvitals.health.finding.Finding;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.JobId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the monitor sees happen, as events to export. */
final class MonitorEvents {
    private MonitorEvents() {}

    /** A finding that opened. */
    static Event opened(JobId job, String jobName, Finding finding) {
        return finding(
                "flink.vitals.finding.opened", severity(finding), finding.since(), "opened", job, jobName, finding);
    }

    /**
     * A finding that closed.
     *
     * @param at when
     * @param why whether what was wrong is over, the job is gone, or nobody watches it any more
     */
    static Event closed(JobId job, String jobName, Finding finding, Instant at, String why) {
        return finding(
                "flink.vitals.finding.closed", Event.Severity.INFO, at, "closed (" + why + ")", job, jobName, finding);
    }

    private static Event finding(
            String name, Event.Severity severity, Instant at, String what, JobId job, String jobName, Finding finding) {
        Observation seen = finding.observation();
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("job.id", job.hex());
        attributes.put("job.name", jobName);
        attributes.put("finding.id", finding.id());
        attributes.put("finding", finding.kind().label());
        attributes.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        attributes.put("component", finding.kind().component().label());
        attributes.put("since", finding.since().toString());
        attributes.put("cause", seen.cause());
        attributes.put("action", finding.kind().action());
        finding.explainedBy().ifPresent(id -> attributes.put("explained_by", id));
        Place place = seen.place();
        place.vertex().ifPresent(vertex -> attributes.put("vertex.id", vertex.hex()));
        place.vertexName().ifPresent(vertex -> attributes.put("vertex.name", vertex));
        place.subtask().ifPresent(index -> attributes.put("subtask", (long) index));
        place.process().ifPresent(process -> attributes.put("process", process));
        seen.evidence().forEach(number -> {
            if (Double.isFinite(number.value())) {
                attributes.put("evidence." + number.name().replace(' ', '_'), number.value());
            }
        });
        return new Event(name, severity, at, finding.kind().title() + " " + what + ": " + seen.reason(), attributes);
    }

    private static Event.Severity severity(Finding finding) {
        return switch (finding.severity()) {
            case INFO -> Event.Severity.INFO;
            case WARNING -> Event.Severity.WARN;
            case CRITICAL -> Event.Severity.ERROR;
        };
    }

    /**
     * A checkpoint failure as an event.
     *
     * @param job the job
     * @param jobName its name; empty while the monitor has not seen the job yet
     * @param failure the failure
     */
    static Event checkpointFailed(JobId job, Optional<String> jobName, CheckpointFailure failure) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("job.id", job.hex());
        jobName.ifPresent(name -> attributes.put("job.name", name));
        attributes.put("reason", failure.reason());
        attributes.put("message", failure.message());
        attributes.put("counted", failure.isCounted());
        failure.checkpointId().ifPresent(id -> attributes.put("checkpoint.id", id));
        failure.cause().ifPresent(cause -> attributes.put("cause", cause));
        failure.vertexName().ifPresent(name -> attributes.put("vertex.name", name));
        failure.subtask().ifPresent(index -> attributes.put("subtask", (long) index));
        String where = failure.vertexName().map(name -> " in " + name).orElse("")
                + (failure.subtask().isPresent()
                        ? " subtask " + failure.subtask().getAsInt()
                        : "");
        return new Event(
                "flink.vitals.checkpoint.failed",
                failure.isCounted() ? Event.Severity.WARN : Event.Severity.INFO,
                failure.at(),
                "checkpoint failed" + where + ": " + failure.cause().orElse(failure.message()),
                attributes);
    }
}
