/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Two ways to count failures in a row. Flink's own, against {@code execution.checkpointing.tolerable-failed-checkpoints}: a
 * completed savepoint resets it like a checkpoint does, and a savepoint's failure counts if it happened on a task
 * ({@code CheckpointFailureManager}, 1.20 to 2.3). And the job's: its own checkpoints only, so that snapshots on request neither
 * count nor hide that those fail.
 */
final class CheckpointFailures {
    private static final Set<String> COUNTED_FOR_SAVEPOINTS =
            Set.of("CHECKPOINT_ASYNC_EXCEPTION", "CHECKPOINT_DECLINED");

    private CheckpointFailures() {}

    /** The failures since the last success that Flink counts, newest first. */
    static List<CheckpointFailure> towardsLimit(CheckpointReading reading) {
        Optional<Instant> success = reading.history().stream()
                .filter(c -> c.status() == CheckpointSample.Status.COMPLETED)
                .flatMap(c -> c.endedAt().stream())
                .max(Instant::compareTo);
        return reading.failures().stream()
                .filter(CheckpointFailure::isCounted)
                .filter(f -> !f.savepoint() || COUNTED_FOR_SAVEPOINTS.contains(f.reason()))
                .filter(f -> success.isEmpty() || f.at().isAfter(success.orElseThrow()))
                .toList();
    }

    /**
     * The failures of the job's own checkpoints since its last own success, newest first, those that Flink does not count
     * included. What only the statistics have seen is added to what the hook told.
     */
    static List<CheckpointFailure> ownSinceSuccess(CheckpointReading reading) {
        Optional<Instant> success = lastOwnSuccess(reading);
        Set<Long> foreign = new HashSet<>();
        reading.history().stream().filter(c -> !OwnCheckpoints.isOwn(c)).forEach(c -> foreign.add(c.id()));
        Set<Long> told = new HashSet<>();
        List<CheckpointFailure> own = new ArrayList<>();
        for (CheckpointFailure failure : reading.failures()) {
            OptionalLong id = failure.checkpointId();
            boolean known = id.isPresent() && (foreign.contains(id.getAsLong()) || !told.add(id.getAsLong()));
            if (!failure.savepoint() && !known) {
                own.add(failure);
            }
        }
        OwnCheckpoints.of(reading, CheckpointSample.Status.FAILED).stream()
                .filter(c -> !told.contains(c.id()))
                .forEach(c -> untold(c).ifPresent(own::add));
        return own.stream()
                .filter(f -> success.isEmpty() || f.at().isAfter(success.orElseThrow()))
                .sorted(Comparator.comparing(CheckpointFailure::at)
                        .thenComparing(f -> f.checkpointId().orElse(-1))
                        .reversed())
                .toList();
    }

    /** Those of them that Flink counts: aborts because of a restart are no fault of the checkpoints. */
    static List<CheckpointFailure> ownInARow(CheckpointReading reading) {
        return ownSinceSuccess(reading).stream()
                .filter(CheckpointFailure::isCounted)
                .toList();
    }

    private static Optional<Instant> lastOwnSuccess(CheckpointReading reading) {
        Optional<Instant> ended = OwnCheckpoints.completed(reading).stream()
                .flatMap(c -> c.endedAt().stream())
                .max(Instant::compareTo);
        if (ended.isPresent()) {
            return ended;
        }
        // It may have left Flink's history; unless that last one was ours.
        return reading.lastCompletedTrigger()
                .filter(trigger -> reading.history().stream()
                        .noneMatch(c -> c.ours() && c.triggeredAt().equals(trigger)));
    }

    private static Optional<CheckpointFailure> untold(CheckpointSample failed) {
        String text = failed.failureMessage().orElse("");
        return FailureStep.countedReason(text)
                .map(reason -> new CheckpointFailure(
                        failed.endedAt().orElse(failed.triggeredAt()),
                        OptionalLong.of(failed.id()),
                        false,
                        reason,
                        text,
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty()));
    }
}
