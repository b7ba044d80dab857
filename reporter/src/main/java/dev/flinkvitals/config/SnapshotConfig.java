/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What the breaker may do.
 *
 * @param mode off, monitor or active
 * @param directory target of savepoints; empty: Flink's own default savepoint directory
 * @param exposure exposure from which on a checkpoint is triggered
 * @param stableFor how long the job has to have been running without a restart
 * @param minInterval shortest time between two actions on a job (refill of the budget)
 * @param maxPerDay most actions on a job in 24 h
 * @param canaryTimeout how long writing, reading and deleting the canary file may take
 */
public record SnapshotConfig(
        Mode mode,
        Optional<String> directory,
        double exposure,
        Duration stableFor,
        Duration minInterval,
        int maxPerDay,
        Duration canaryTimeout) {
    /** How far the breaker goes. */
    public enum Mode {
        /** It does not decide. */
        OFF,
        /** It decides and reports what it would have done. */
        MONITOR,
        /** It acts. */
        ACTIVE
    }
}
