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
 * @param maxConcurrent checkpoints that may run at once
 * @param exactlyOnce whether the mode is exactly-once
 * @param retained whether completed checkpoints stay when the job is cancelled; empty if not known
 * @param incremental whether checkpoints are incremental; empty if not known
 * @param directory where checkpoints go, without credentials; empty if not known
 * @param savepointDirectory default target of savepoints, without credentials; empty if none is set
 */
public record CheckpointSettings(
        Duration interval,
        Duration timeout,
        Duration minPause,
        int tolerableFailures,
        boolean unaligned,
        Optional<String> stateBackend,
        Optional<String> storage,
        int maxConcurrent,
        boolean exactlyOnce,
        Optional<Boolean> retained,
        Optional<Boolean> incremental,
        Optional<String> directory,
        Optional<String> savepointDirectory) {}
