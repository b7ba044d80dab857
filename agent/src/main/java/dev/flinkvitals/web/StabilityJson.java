/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.health.stability.FailureClass;
import dev.flinkvitals.health.stability.StabilityVitals;
import dev.flinkvitals.signals.Initialization;
import java.util.Optional;

/** How the job's restarts go. Messages of exceptions may hold what the job's author put there. */
final class StabilityJson {
    private StabilityJson() {}

    static void write(JsonOut out, StabilityVitals stability) {
        out.object("stability", () -> {
            out.number("restartsLastHour", stability.restartsLastHour());
            out.seconds("backoffSeconds", stability.backoff());
            out.flag("looping", stability.looping());
            out.array("failureCounts", stability.failureCounts(), entry -> {
                out.text("class", entry.failureClass().label());
                out.number("count", entry.count());
            });
            out.array("failures", stability.failures(), failure -> {
                out.text("at", Optional.of(failure.at()));
                out.text("class", FailureClass.of(failure).label());
                out.text("exception", failure.exceptionClass());
                out.text("message", failure.message());
                out.text("task", failure.task());
                out.text("process", failure.processId());
            });
            stability
                    .lastStart()
                    .ifPresentOrElse(
                            start -> out.object("lastStart", () -> start(out, start)), () -> out.absent("lastStart"));
        });
    }

    private static void start(JsonOut out, Initialization start) {
        out.text("downAt", Optional.of(start.downAt()));
        out.text("runningAt", Optional.of(start.runningAt()));
        out.seconds("backoffSeconds", start.backoff());
        out.seconds("deployingSeconds", start.deploying());
        out.seconds("initializingSeconds", start.initializing());
        out.number("restoredBytes", start.restoredBytes());
    }
}
