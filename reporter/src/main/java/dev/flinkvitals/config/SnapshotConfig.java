/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the breaker may do.
 *
 * @param ceiling the most that any policy may do
 * @param policies how far each policy goes by itself, one entry for each
 * @param directory target of savepoints; empty: Flink's own default savepoint directory
 * @param ledger directory of the ledger; empty: beside Flink's high-availability data, savepoints or checkpoints
 * @param stopFile a file that holds all actions while it exists; empty: {@code stop} in the ledger's directory
 * @param exposure exposure from which on a checkpoint is triggered
 * @param stableFor how long the job has to have been running without a restart, and without another actor's snapshot
 * @param minInterval shortest time between two actions on a job (refill of the budget)
 * @param maxPerDay most actions on a job in 24 h
 * @param backoff upper bound of the first pause after two failures; it doubles with each further opening
 * @param watch how long after an action harm is looked for
 * @param canaryTimeout how long writing, reading and deleting the canary file may take
 */
public record SnapshotConfig(
        Mode ceiling,
        Map<Policy, Mode> policies,
        Optional<String> directory,
        Optional<String> ledger,
        Optional<String> stopFile,
        double exposure,
        Duration stableFor,
        Duration minInterval,
        int maxPerDay,
        Duration backoff,
        Duration watch,
        Duration canaryTimeout) {
    /**
     * Copies the map.
     *
     * @throws IllegalArgumentException if a policy has no mode
     */
    public SnapshotConfig {
        Map<Policy, Mode> copy = new EnumMap<>(policies);
        for (Policy policy : Policy.values()) {
            if (!copy.containsKey(policy)) {
                throw new IllegalArgumentException("no mode for policy " + policy.label());
            }
        }
        policies = Collections.unmodifiableMap(copy);
    }

    /** How far the breaker goes, the least first. */
    public enum Mode {
        /** It does not decide. */
        OFF,
        /** It decides and reports what it would have done. */
        MONITOR,
        /** It acts. */
        ACTIVE
    }

    /** How far a policy goes: its own mode, at most the ceiling. */
    public Mode mode(Policy policy) {
        Mode own = policies.getOrDefault(policy, Mode.OFF);
        return own.compareTo(ceiling) <= 0 ? own : ceiling;
    }

    /**
     * The same with the policies that go exactly this far in mode monitor, and all others off.
     *
     * @param mode how far
     * @return what rehearses them
     */
    public SnapshotConfig rehearsing(Mode mode) {
        Map<Policy, Mode> rehearsed = new EnumMap<>(Policy.class);
        for (Policy policy : Policy.values()) {
            rehearsed.put(policy, mode(policy) == mode && mode != Mode.OFF ? Mode.MONITOR : Mode.OFF);
        }
        return new SnapshotConfig(
                Mode.MONITOR,
                rehearsed,
                directory,
                ledger,
                stopFile,
                exposure,
                stableFor,
                minInterval,
                maxPerDay,
                backoff,
                watch,
                canaryTimeout);
    }

    /** How far the policy that goes furthest goes. */
    public Mode highest() {
        Mode highest = Mode.OFF;
        for (Policy policy : Policy.values()) {
            Mode mode = mode(policy);
            highest = mode.compareTo(highest) > 0 ? mode : highest;
        }
        return highest;
    }
}
