/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.scenarios;

import dev.flinkvitals.examples.faults.FaultScenario;
import dev.flinkvitals.examples.faults.Plant;
import dev.flinkvitals.examples.faults.Truth;
import dev.flinkvitals.examples.faults.plant.PlantJob;
import dev.flinkvitals.examples.faults.plant.Switch;
import java.util.Map;
import java.util.Set;

/** Five key groups over four subtasks: one has two of them, and is the first that cannot keep up. */
public final class UnevenKeyGroups implements FaultScenario {
    /** Which of the four has the groups 0 and 1. */
    static final int SUBTASK = 0;

    @Override
    public String name() {
        return "uneven-key-groups";
    }

    @Override
    public String description() {
        return "more messages arrive than the one of 4 subtasks of " + PlantJob.COMBINE
                + " can process that has 2 of 5 key groups";
    }

    @Override
    public Truth truth() {
        return Truth.of(Set.of("uneven_key_groups"), Set.of("key_groups"))
                .at(PlantJob.COMBINE, SUBTASK)
                .with(Symptoms.OF_BACKPRESSURE)
                .with(Symptoms.OF_SKEW);
    }

    @Override
    public Map<String, Double> before() {
        return Map.of(Switch.COMBINE_MICROS, 4000.0, Switch.ARRIVALS, 150.0);
    }

    @Override
    public int parallelism() {
        return 4;
    }

    @Override
    public int maxParallelism() {
        return 5;
    }

    @Override
    public void inject(Plant plant) {
        // 860 messages in both branches: 344 for the subtask with two groups, which has time for 245; 172 for the
        // others.
        plant.set(Switch.ARRIVALS, 430);
    }
}
