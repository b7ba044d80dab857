/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The state of the job's protection.
 *
 * @param age time since the trigger of the last completed checkpoint (or since the restore or start, if none completed);
 *     empty if not known or checkpointing is off
 * @param exposure age / (effective interval + p95 duration); 1 is normal, above 2 is a warning; empty if not known
 * @param consecutiveFailures failures since the last success as Flink counts them against what is tolerated, savepoints included
 * @param pendingAge age of the pending checkpoint, if there is one
 * @param durationP95 95th percentile of the end-to-end durations in the history; empty if none completed
 * @param expectedSnapshotTime predicted duration of a savepoint now: start delay and alignment (p95), plus the largest
 *     subtask state over its upload rate; empty if no checkpoint completed yet
 * @param pendingProjected how long the pending checkpoint will take in all, by acknowledged bytes; empty if that cannot be told
 * @param pace how barriers and uploads get on
 * @param attribution why checkpoints fail, are stuck or take long; empty while nothing is wrong with them
 */
public record CheckpointVitals(
        Optional<Duration> age,
        OptionalDouble exposure,
        OptionalInt consecutiveFailures,
        Optional<Duration> pendingAge,
        Optional<Duration> durationP95,
        Optional<Duration> expectedSnapshotTime,
        Optional<Duration> pendingProjected,
        CheckpointPace pace,
        Optional<CheckpointAttribution> attribution) {
    CheckpointVitals explained(Optional<Duration> projected, CheckpointPace how, Optional<CheckpointAttribution> why) {
        return new CheckpointVitals(
                age, exposure, consecutiveFailures, pendingAge, durationP95, expectedSnapshotTime, projected, how, why);
    }
}
