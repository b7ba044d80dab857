/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.scenarios;

import dev.flinkvitals.examples.faults.FaultScenario;
import dev.flinkvitals.examples.faults.Plant;
import dev.flinkvitals.examples.faults.Truth;
import dev.flinkvitals.examples.faults.plant.PlantJob;
import dev.flinkvitals.examples.faults.plant.Switch;
import java.util.Map;
import java.util.Set;

/** An operator in one of two branches computes for too long; the other branch only waits with it. */
public final class SlowMiddle implements FaultScenario {
    @Override
    public String name() {
        return "slow-middle";
    }

    @Override
    public String description() {
        return "the operator " + PlantJob.SCORE + " in one of two branches computes 40 ms for each message";
    }

    @Override
    public Truth truth() {
        return Truth.of(Set.of("bottleneck"), Set.of("cpu")).at(PlantJob.SCORE).with(Symptoms.OF_BACKPRESSURE);
    }

    @Override
    public int scoreParallelism() {
        // One of them keeps one core busy, and leaves the others to everybody else.
        return 1;
    }

    @Override
    public Map<String, Double> before() {
        return Map.of(Switch.ARRIVALS, 100.0);
    }

    @Override
    public void inject(Plant plant) {
        plant.set(Switch.SCORE_MICROS, 40_000);
    }
}
