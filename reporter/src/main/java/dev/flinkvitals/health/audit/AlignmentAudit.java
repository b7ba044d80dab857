/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.audit;

import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.CheckpointSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Aligned checkpoints under backpressure that lasts: barriers queue behind data all the time. Not thread-safe. */
final class AlignmentAudit {
    private static final double BACKPRESSURED = 0.5;
    /** So many windows in a row, 10 min at the default of 60 s: a burst is over by then. */
    private static final int LASTING_WINDOWS = 10;

    private int windows;
    private double highest;

    /** Takes the load at the end of a window. */
    void windowEnded(List<VertexLoad> loads) {
        OptionalDouble pressure = loads.stream()
                .flatMapToDouble(l -> l.backPressuredMax().stream())
                .max();
        if (pressure.isPresent()) {
            highest = pressure.getAsDouble();
            windows = highest >= BACKPRESSURED ? Math.min(LASTING_WINDOWS, windows + 1) : 0;
        }
    }

    /** What is wrong, if it is. */
    Optional<Observation> observe(CheckpointSettings settings, boolean bottleneckNamed) {
        if (settings.unaligned() || !settings.exactlyOnce() || windows < LASTING_WINDOWS) {
            return Optional.empty();
        }
        return Optional.of(new Observation(
                FindingKind.ALIGNED_UNDER_BACKPRESSURE,
                Severity.INFO,
                Place.JOB,
                "lasting_backpressure",
                "a vertex has been backpressured half of the time or more for " + LASTING_WINDOWS + " windows, now "
                        + Words.percent(highest) + ", and barriers wait behind its data",
                List.of(new Evidence("highest backpressured share", highest, "1")),
                bottleneckNamed ? Optional.of(FindingKind.BOTTLENECK) : Optional.empty()));
    }
}
