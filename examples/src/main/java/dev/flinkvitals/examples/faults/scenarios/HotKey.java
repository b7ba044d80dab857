/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.scenarios;

import dev.flinkvitals.examples.faults.FaultScenario;
import dev.flinkvitals.examples.faults.Plant;
import dev.flinkvitals.examples.faults.Truth;
import dev.flinkvitals.examples.faults.plant.PlantJob;
import dev.flinkvitals.examples.faults.plant.Switch;
import java.util.Map;
import java.util.Set;

/** Most messages are suddenly about one key, and one subtask has to do all the work. */
public final class HotKey implements FaultScenario {
    /** Where the hot key's group is. */
    static final int SUBTASK = 3;

    @Override
    public String name() {
        return "hot-key";
    }

    @Override
    public String description() {
        return "9 of 10 messages are about one key, more than one subtask of " + PlantJob.COMBINE + " can process";
    }

    @Override
    public Truth truth() {
        return Truth.of(Set.of("hot_key"), Set.of("hot_key"))
                .at(PlantJob.COMBINE, SUBTASK)
                .with(Symptoms.OF_BACKPRESSURE)
                .with(Symptoms.OF_SKEW);
    }

    @Override
    public Map<String, Double> before() {
        // 400 messages in both branches, 5 ms each, over four subtasks: each is busy half of the time.
        return Map.of(Switch.ARRIVALS, 200.0, Switch.COMBINE_MICROS, 5000.0);
    }

    @Override
    public int parallelism() {
        return 4;
    }

    @Override
    public void inject(Plant plant) {
        // 370 messages for one subtask, which has time for 200.
        plant.set(Switch.HOT_SHARE, 0.9);
    }
}
