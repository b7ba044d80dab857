/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export;

import java.util.Map;

/**
 * One value of one derived metric.
 *
 * @param metric which metric
 * @param value the value, in the metric's unit
 * @param attributes what it is about, e.g. {@code job.name}; keys come from the metric's definition
 */
public record Point(Metric metric, double value, Map<String, String> attributes) {
    /** Copies the map. */
    public Point {
        attributes = Map.copyOf(attributes);
    }
}
