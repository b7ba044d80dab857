/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.health.checkpoint.CheckpointAttribution;
import dev.flinkvitals.health.checkpoint.CheckpointVitals;
import dev.flinkvitals.signals.CheckpointFailure;
import java.util.List;
import java.util.Optional;

/** How the job's checkpoints do, what fails them and why, as JSON. */
final class CheckpointJson {
    private CheckpointJson() {}

    static void checkpoint(JsonOut out, CheckpointVitals checkpoints, List<CheckpointFailure> failures) {
        out.seconds("ageSeconds", checkpoints.age());
        out.number("exposure", checkpoints.exposure());
        out.number("consecutiveFailures", checkpoints.consecutiveFailures());
        out.seconds("pendingAgeSeconds", checkpoints.pendingAge());
        out.seconds("durationP95Seconds", checkpoints.durationP95());
        out.seconds("expectedSnapshotSeconds", checkpoints.expectedSnapshotTime());
        out.seconds("pendingProjectedSeconds", checkpoints.pendingProjected());
        checkpoints
                .attribution()
                .ifPresentOrElse(why -> out.object("cause", () -> cause(out, why)), () -> out.absent("cause"));
        out.array("failures", failures, failure -> {
            out.text("at", Optional.of(failure.at()));
            out.number("checkpointId", failure.checkpointId());
            out.flag("savepoint", failure.savepoint());
            out.text("reason", failure.reason());
            out.text("message", failure.message());
            out.text("cause", failure.cause());
            out.text("vertexName", failure.vertexName());
            out.number("subtask", failure.subtask());
            out.flag("counted", failure.isCounted());
        });
    }

    private static void cause(JsonOut out, CheckpointAttribution why) {
        out.text("cause", why.cause().label());
        JobsJson.place(out, why.place());
        out.text("reason", why.reason());
        JobsJson.evidence(out, why.evidence());
        out.number("confidence", why.confidence());
    }
}
