/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.signals.JobId;
import java.time.Duration;
import java.util.Optional;

/**
 * An action that a trigger asks for; whether it may happen is the preflight's business.
 *
 * @param job the job
 * @param action what
 * @param incident identifies what set it off, stable while it lasts: one incident gets one action
 * @param reason why, in words with numbers
 * @param deadline time left until the action would be too late; empty if there is no such limit
 */
public record Wish(JobId job, Action action, String incident, String reason, Optional<Duration> deadline) {}
