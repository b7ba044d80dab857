/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import java.time.Instant;

/**
 * Something that happened beside the readings, such as a decision of the breaker.
 *
 * @param at when, JobManager's wall clock
 * @param name what kind of event, such as {@code flink.vitals.breaker.decision}
 * @param text what happened, in words
 */
public record RecordedEvent(Instant at, String name, String text) {}
