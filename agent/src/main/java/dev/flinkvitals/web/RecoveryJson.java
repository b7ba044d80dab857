/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.recovery.RecoveryOutlook;
import java.util.Optional;

/** What a failure would cost now. A bound that is null is infinite: the job may never catch up. */
final class RecoveryJson {
    private RecoveryJson() {}

    static void write(JsonOut out, RecoveryOutlook recovery) {
        out.object("recovery", () -> {
            out.number("recordsToReplay", recovery.recordsToReplay());
            out.flag("replayExact", recovery.replayExact());
            interval(out, "downtimeSeconds", recovery.downtimeSeconds());
            interval(out, "recoverySeconds", recovery.recoverySeconds());
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

    private static void interval(JsonOut out, String name, Optional<Interval> interval) {
        interval.ifPresentOrElse(
                known -> out.object(name, () -> {
                    out.number("low", known.low());
                    out.number("mid", known.mid());
                    out.number("high", known.high());
                }),
                () -> out.absent(name));
    }
}
