/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.health.recovery.RecoveryOutlook;

/** What a failure would cost now. A bound that is null is infinite: the job may never catch up. */
final class RecoveryJson {
    private RecoveryJson() {}

    static void write(JsonOut out, RecoveryOutlook recovery) {
        out.object("recovery", () -> {
            out.number("recordsToReplay", recovery.recordsToReplay());
            out.flag("replayExact", recovery.replayExact());
            out.interval("downtimeSeconds", recovery.downtimeSeconds());
            out.interval("recoverySeconds", recovery.recoverySeconds());
            out.array("parts", recovery.parts(), part -> {
                out.text("phase", part.phase().label());
                out.number("seconds", part.seconds());
            });
            out.seconds("bestIntervalSeconds", recovery.bestInterval());
            recovery.objectiveReachable()
                    .ifPresentOrElse(
                            reachable -> out.flag("objectiveReachable", reachable),
                            () -> out.absent("objectiveReachable"));
            out.seconds("visibilityDelaySeconds", recovery.visibilityDelay());
        });
    }
}
