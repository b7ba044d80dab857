/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.health.finding.Finding;
import dev.flinkvitals.health.finding.Observation;
import java.util.List;
import java.util.Locale;

/** The open findings of a job, most urgent first. */
final class FindingsJson {
    private FindingsJson() {}

    static void write(JsonOut out, List<Finding> findings) {
        out.array("findings", findings, finding -> finding(out, finding));
    }

    private static void finding(JsonOut out, Finding finding) {
        Observation seen = finding.observation();
        out.text("id", finding.id());
        out.text("kind", finding.kind().label());
        out.text("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        out.text("component", finding.kind().component().label());
        out.text("title", finding.kind().title());
        out.text("since", finding.since().toString());
        out.text("cause", seen.cause());
        out.text("reason", seen.reason());
        JobsJson.place(out, seen.place());
        JobsJson.evidence(out, seen.evidence());
        out.text("explainedBy", finding.explainedBy());
        out.flag("flapping", finding.flapping());
        out.text("action", finding.kind().action());
    }
}
