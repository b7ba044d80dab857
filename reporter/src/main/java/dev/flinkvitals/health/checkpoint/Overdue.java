/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.JobPhase;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Why no checkpoint completed for long: the job is down; else what is pending, what failed last, a snapshot on request that checkpoints
 * have to wait for, or what completed last.
 */
final class Overdue {
    private static final Set<JobPhase> DOWN = EnumSet.of(JobPhase.RESTARTING, JobPhase.FAILING, JobPhase.FAILED);

    private Overdue() {}

    static boolean isDown(Scene scene) {
        return DOWN.contains(scene.reading().status().phase());
    }

    static CheckpointAttribution attribute(
            Scene scene, BiFunction<CheckpointFailure, Scene, CheckpointAttribution> whyFailed) {
        if (isDown(scene)) {
            return new CheckpointAttribution(
                    CheckpointCause.LIFECYCLE,
                    Place.JOB,
                    "the job is " + scene.reading().status().phase(),
                    List.of(),
                    1);
        }
        CheckpointReading checkpoints = scene.reading().checkpoints();
        return OwnCheckpoints.pending(checkpoints)
                .map(pending -> AttributionTree.pending(pending, scene))
                .or(() -> CheckpointFailures.ownSinceSuccess(checkpoints).stream()
                        .findFirst()
                        .map(failure -> whyFailed.apply(failure, scene)))
                .or(() -> waitsForAnother(checkpoints))
                .or(() -> OwnCheckpoints.completed(checkpoints).stream()
                        .findFirst()
                        .map(completed -> AttributionTree.completed(completed, scene)))
                .orElseGet(() -> CheckpointAttribution.unknown("no checkpoint was triggered yet"));
    }

    private static Optional<CheckpointAttribution> waitsForAnother(CheckpointReading checkpoints) {
        return checkpoints.history().stream()
                .filter(c -> c.status() == CheckpointSample.Status.IN_PROGRESS && !OwnCheckpoints.isOwn(c))
                .findFirst()
                .map(c -> new CheckpointAttribution(
                        CheckpointCause.CONFIG,
                        Place.JOB,
                        "checkpoints wait for a " + c.kind().label() + " on request that is pending",
                        List.of(),
                        1));
    }
}
