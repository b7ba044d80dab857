/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.otlp;

import java.util.Map;

/**
 * The last value of one series.
 *
 * @param metric name of the metric
 * @param unit its unit
 * @param attributes attributes of the point as text
 * @param resource attributes of the resource as text
 * @param value the value; of a histogram or summary its count
 */
public record Series(
        String metric, String unit, Map<String, String> attributes, Map<String, String> resource, double value) {
    /** Copies the maps. */
    public Series {
        attributes = Map.copyOf(attributes);
        resource = Map.copyOf(resource);
    }

    /** Whether the point or its resource carries all these attributes. */
    boolean carries(Map<String, String> wanted) {
        return wanted.entrySet().stream()
                .allMatch(entry -> entry.getValue().equals(attributes.get(entry.getKey()))
                        || entry.getValue().equals(resource.get(entry.getKey())));
    }
}
