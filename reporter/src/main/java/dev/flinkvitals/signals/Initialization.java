/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * One start of the job that ended with all tasks running, observed from Flink's timestamps.
 *
 * @param downAt when the job stopped processing: the failure that it restarts from, else its submission
 * @param runningAt when the last task was running
 * @param backoff pause of the restart strategy that is part of it; zero for a first start
 * @param deploying from scheduling until the last task began to initialise
 * @param initializing from then until the last task was running: download and restore of state
 * @param restoredBytes full size of the checkpoint or savepoint that was restored; empty if nothing was
 */
public record Initialization(
        Instant downAt,
        Instant runningAt,
        Duration backoff,
        Duration deploying,
        Duration initializing,
        OptionalLong restoredBytes) {}
