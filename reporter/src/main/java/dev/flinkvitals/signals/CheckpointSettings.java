/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.time.Duration;
import java.util.Optional;

/**
 * How the job checkpoints.
 *
 * @param interval time between checkpoints
 * @param timeout after which a checkpoint or savepoint expires
 * @param minPause shortest pause between two checkpoints
 * @param tolerableFailures consecutive counted failures that do not restart the job; {@link Integer#MAX_VALUE} for all
 * @param unaligned whether unaligned checkpoints are on (savepoints are always aligned)
 * @param stateBackend name of the state backend, if Flink tells it
 * @param storage name of the checkpoint storage, if Flink tells it
 */
public record CheckpointSettings(
        Duration interval,
        Duration timeout,
        Duration minPause,
        int tolerableFailures,
        boolean unaligned,
        Optional<String> stateBackend,
        Optional<String> storage) {}
