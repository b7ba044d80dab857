/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.SnapshotRecord;
import dev.flinkvitals.breaker.ledger.JobPast;
import dev.flinkvitals.breaker.ledger.PastAction;
import dev.flinkvitals.signals.CheckpointSample;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Tells in Flink's statistics what the agent asked for, so that our own actions never pass for the job's health. */
final class OwnSnapshots {
    private static final Duration LONGEST = Duration.ofDays(1);

    private OwnSnapshots() {}

    /**
     * Whether one of Flink's snapshots is one of ours.
     *
     * @param sample Flink's
     * @param triggered what this JobManager triggered
     * @param past what those before triggered
     */
    static boolean contain(CheckpointSample sample, Collection<SnapshotRecord> triggered, JobPast past) {
        return triggered.stream().anyMatch(ours -> matches(ours, sample))
                || past.actions().stream().anyMatch(ours -> matches(ours, sample));
    }

    private static boolean matches(PastAction ours, CheckpointSample sample) {
        return isKindOf(ours.probe() ? Action.CHECKPOINT : ours.action(), sample)
                && (ours.checkpointId().orElse(-1) == sample.id() || isAt(ours.path(), sample));
    }

    private static boolean matches(SnapshotRecord ours, CheckpointSample sample) {
        if (!isKindOf(ours.action(), sample)) {
            return false;
        }
        if (ours.checkpointId().isPresent()) {
            return ours.checkpointId().getAsLong() == sample.id();
        }
        if (ours.path().isPresent() && sample.externalPath().isPresent()) {
            return isAt(ours.path(), sample);
        }
        // In flight or failed: Flink tells its id only at the end, so the time of the trigger has to do.
        Instant end = ours.startedAt().plus(ours.took().orElse(LONGEST));
        return ours.action() == Action.SAVEPOINT
                && !sample.triggeredAt().isBefore(ours.startedAt())
                && !sample.triggeredAt().isAfter(end);
    }

    private static boolean isAt(Optional<String> path, CheckpointSample sample) {
        return path.isPresent() && path.equals(sample.externalPath());
    }

    /** A restart is no snapshot, and a job is stopped with a savepoint by somebody else only. */
    private static boolean isKindOf(Action action, CheckpointSample sample) {
        return switch (action) {
            case CHECKPOINT -> sample.kind() == CheckpointSample.Kind.CHECKPOINT;
            case SAVEPOINT -> sample.kind() == CheckpointSample.Kind.SAVEPOINT;
            case RESTART -> false;
        };
    }
}
