/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.otlp;

import java.util.Map;

/**
 * A log record.
 *
 * @param eventName its event name; empty if it has none
 * @param body its text; empty if it has none
 * @param severity severity text
 * @param attributes its attributes as text
 * @param resource attributes of its resource as text
 */
public record LogRecord(
        String eventName, String body, String severity, Map<String, String> attributes, Map<String, String> resource) {
    /** Copies the maps. */
    public LogRecord {
        attributes = Map.copyOf(attributes);
        resource = Map.copyOf(resource);
    }
}
