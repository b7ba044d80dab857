/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.exhaustion.ExhaustionForecast;
import dev.flinkvitals.health.exhaustion.MemoryPool;
import dev.flinkvitals.health.state.StateGrowth;

/** What runs out, and how the state grows, as JSON. */
final class StateJson {
    private StateJson() {}

    /** Writes the fields {@code forecasts} and {@code states} of a job. */
    static void write(JsonOut out, Assessment assessment) {
        out.array("forecasts", assessment.forecasts(), forecast -> forecast(out, forecast));
        out.array("states", assessment.states(), state -> state(out, state));
    }

    private static void forecast(JsonOut out, ExhaustionForecast forecast) {
        out.text("resource", forecast.resource().label());
        out.text("process", forecast.processId());
        out.number("level", forecast.levelRatio());
        out.number("growthBytesPerSecond", forecast.growthPerSecond());
        out.seconds("secondsToExhaustion", forecast.timeToExhaustion());
        out.seconds("secondsToExhaustionLow", forecast.timeToExhaustionLow());
        out.seconds("secondsToExhaustionHigh", forecast.timeToExhaustionHigh());
        out.number("confidence", forecast.confidence());
        out.flag("actionable", forecast.actionable());
        out.text("pool", forecast.pool().map(MemoryPool::label));
    }

    private static void state(JsonOut out, StateGrowth state) {
        out.text("vertexId", state.vertex().hex());
        out.text("vertexName", state.vertexName());
        out.text("state", state.state());
        out.number("bytes", state.bytes());
        out.number("bytesPerSecond", state.bytesPerSecond());
        out.number("bytesPerRecord", state.bytesPerRecord());
        out.flag("unbounded", state.unbounded());
        state.withoutTimeToLive()
                .ifPresentOrElse(without -> out.flag("withoutTtl", without), () -> out.absent("withoutTtl"));
    }
}
