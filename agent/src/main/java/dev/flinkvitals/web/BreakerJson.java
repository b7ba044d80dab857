/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.breaker.BreakerEvent;
import dev.flinkvitals.breaker.DecisionRecord;
import dev.flinkvitals.breaker.SnapshotRecord;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.snapshot.RestoreInstructions;
import java.util.Locale;
import java.util.Optional;

/** What the breaker may do to a job, decided and did. */
final class BreakerJson {
    private BreakerJson() {}

    static void write(JsonOut out, ClusterView.JobView job) {
        out.text("mode", lower(job.config().highest()));
        out.object("policies", () -> {
            for (Policy policy : Policy.values()) {
                out.text(policy.label(), lower(job.config().mode(policy)));
            }
        });
        out.array("decisions", job.decisions(), decision -> decision(out, decision));
        out.array("snapshots", job.snapshots(), snapshot -> snapshot(out, snapshot));
        out.array("transitions", job.transitions(), event -> transition(out, event));
    }

    private static void transition(JsonOut out, BreakerEvent event) {
        out.text("at", Optional.of(event.at()));
        out.text("kind", event.kind().label());
        out.text("mode", lower(event.mode()));
        out.text("action", event.action().label());
        out.text("policy", event.policy().map(Policy::label));
        out.text("incident", event.incident());
        out.text("text", event.text());
    }

    private static void decision(JsonOut out, DecisionRecord decision) {
        out.text("at", Optional.of(decision.at()));
        out.text("action", decision.action().label());
        out.text("incident", decision.incident());
        out.text("outcome", decision.outcome().label());
        out.text("reason", decision.reason());
        out.array("checks", decision.checks(), check -> {
            out.text("group", check.rule().group().label());
            out.text("rule", check.rule().label());
            out.text("verdict", lower(check.verdict()));
            out.text("evidence", check.evidence());
        });
    }

    private static void snapshot(JsonOut out, SnapshotRecord snapshot) {
        out.text("policy", snapshot.policy().label());
        out.text("action", snapshot.action().label());
        out.flag("probe", snapshot.probe());
        out.text("startedAt", Optional.of(snapshot.startedAt()));
        out.text("result", snapshot.result().label());
        out.seconds("seconds", snapshot.took());
        out.text("path", snapshot.path());
        out.number("checkpointId", snapshot.checkpointId());
        out.text("restoreCommand", snapshot.restoreCommand());
        snapshot.path()
                .filter(path -> snapshot.restoreCommand().isPresent())
                .ifPresentOrElse(path -> restore(out, path, snapshot), () -> out.absent("restore"));
        out.text("error", snapshot.error());
        out.text("outcome", snapshot.outcome().map(SnapshotRecord.Outcome::label));
        out.texts("findings", snapshot.findings());
    }

    /** How the job is started again from it, for each way of running Flink. */
    private static void restore(JsonOut out, String path, SnapshotRecord snapshot) {
        RestoreInstructions instructions = RestoreInstructions.of(path, snapshot.startedAt(), Optional.empty());
        out.object("restore", () -> {
            out.text("rest", instructions.restRequest());
            out.text("flinkDeployment", instructions.flinkDeployment());
            out.text("flinkStateSnapshot", instructions.flinkStateSnapshot());
        });
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
