/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.config.Policy;
import dev.flinkvitals.signals.JobId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An action that a trigger asks for; whether it may happen is the preflight's business.
 *
 * @param job the job
 * @param policy on whose behalf
 * @param action what
 * @param incident identifies what set it off, stable while it lasts, also when another JobManager takes over: one incident
 *     gets one action
 * @param reason why, in words with numbers
 * @param deadline time left until the action would be too late; empty if there is no such limit
 * @param place the process that is in trouble, if it is one: its loss is foreseen, and not the action's fault
 * @param support what speaks for it
 */
public record Wish(
        JobId job,
        Policy policy,
        Action action,
        String incident,
        String reason,
        Optional<Duration> deadline,
        Optional<String> place,
        Support support) {
    /**
     * What speaks for a wish.
     *
     * @param signals signals that say the same independently of each other, in words with numbers
     * @param windows of the last windows, in how many the condition held
     * @param outOf how many windows were looked at
     */
    public record Support(List<String> signals, int windows, int outOf) {
        /** Copies the list. */
        public Support {
            signals = List.copyOf(signals);
        }
    }
}
