/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.export.Metric;
import dev.flinkvitals.export.Point;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.exhaustion.ExhaustionForecast;
import dev.flinkvitals.health.state.StateGrowth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The derived metrics of what runs out and of how the state grows. */
final class StatePoints {
    private StatePoints() {}

    /**
     * Adds the points of one job.
     *
     * @param points takes the points
     * @param a the job's assessment
     * @param job attributes of the job
     */
    static void add(List<Point> points, Assessment a, Map<String, String> job) {
        for (ExhaustionForecast forecast : a.forecasts()) {
            Map<String, String> attributes = new HashMap<>(job);
            attributes.put("resource", forecast.resource().label());
            attributes.put("process", forecast.processId());
            points.add(new Point(
                    Metric.TIME_TO_EXHAUSTION, forecast.timeToExhaustion().toMillis() / 1000.0, attributes));
        }
        for (StateGrowth state : a.states()) {
            // One series for each vertex: names of states are the user's, and without number.
            if (state.state().isEmpty()) {
                Map<String, String> attributes = new HashMap<>(job);
                attributes.put("vertex.id", state.vertex().hex());
                attributes.put("vertex.name", state.vertexName());
                points.add(new Point(Metric.STATE_SIZE, state.bytes(), attributes));
                state.bytesPerSecond()
                        .ifPresent(growth -> points.add(new Point(Metric.STATE_GROWTH, growth, attributes)));
            }
        }
    }
}
