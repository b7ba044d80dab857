/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened, exported as an OTLP log record.
 *
 * @param name event name, e.g. {@code flink.vitals.breaker.decision}
 * @param severity how severe this kind of event is
 * @param at when
 * @param body one sentence for a person
 * @param attributes details; values are {@code String}, {@code Long}, {@code Double} or {@code Boolean}
 */
public record Event(String name, Severity severity, Instant at, String body, Map<String, Object> attributes) {
    /** Copies the map. */
    public Event {
        attributes = Map.copyOf(attributes);
    }

    /** Severity of an event. */
    public enum Severity {
        INFO,
        WARN,
        ERROR
    }
}
