/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.export.Metric;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.exhaustion.ExhaustionForecast;
import dev.flinkvitals.health.state.StateGrowth;
import java.util.Optional;

/** The derived metrics of what runs out and of how the state grows. */
final class StatePoints {
    private StatePoints() {}

    static void add(PointList points, Assessment assessment) {
        for (ExhaustionForecast forecast : assessment.forecasts()) {
            points.add(
                    Metric.TIME_TO_EXHAUSTION,
                    Optional.of(forecast.timeToExhaustion()),
                    "resource",
                    forecast.resource().label(),
                    "process",
                    forecast.processId());
        }
        for (StateGrowth state : assessment.states()) {
            // One series for each vertex: names of states are the user's, and without number.
            if (state.state().isEmpty()) {
                String[] vertex = {"vertex.id", state.vertex().hex(), "vertex.name", state.vertexName()};
                points.add(Metric.STATE_SIZE, state.bytes(), vertex);
                points.add(Metric.STATE_GROWTH, state.bytesPerSecond(), vertex);
            }
        }
    }
}
