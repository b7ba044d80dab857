/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.hook.HookStates;

/**
 * What the hooks of this process told, shared by all monitors that live in it one after the other.
 *
 * @param states how each hook fares
 * @param failures checkpoint failures
 * @param operators operators of the jobs
 * @param jobMasters JobMasters of the jobs
 */
public record Hooked(HookStates states, CheckpointFailures failures, JobOperators operators, JobMasters jobMasters) {
    /** Nothing was told yet. */
    public Hooked(HookStates states) {
        this(states, new CheckpointFailures(), new JobOperators(), new JobMasters());
    }
}
