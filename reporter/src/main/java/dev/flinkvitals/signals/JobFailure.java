/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.time.Instant;
import java.util.Optional;

/**
 * A failure that made the job restart or fail, from Flink's exception history.
 *
 * @param at when it happened (JobManager's wall clock)
 * @param exceptionClass class name of the root cause
 * @param message first line of its message, at most 300 characters; it may hold data of the user: escape before showing
 * @param task the failing task as Flink names it; empty if the job failed as a whole
 * @param processId TaskManager on which it ran; empty if not known
 */
public record JobFailure(
        Instant at, String exceptionClass, String message, Optional<String> task, Optional<String> processId) {}
