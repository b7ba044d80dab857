/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.scenarios;

import dev.flinkvitals.examples.faults.FaultScenario;
import dev.flinkvitals.examples.faults.Plant;
import dev.flinkvitals.examples.faults.Truth;
import dev.flinkvitals.examples.faults.plant.PlantJob;
import dev.flinkvitals.examples.faults.plant.Switch;
import java.time.Duration;
import java.util.Set;

/** A state without time-to-live begins to grow: each message leaves something behind. */
public final class StateWithoutTtl implements FaultScenario {
    @Override
    public String name() {
        return "state-without-ttl";
    }

    @Override
    public String description() {
        return "the state 'seen' of " + PlantJob.COMBINE + " grows by 0.5 MB/s, and nothing removes anything";
    }

    @Override
    public Truth truth() {
        return Truth.of(Set.of("state_without_ttl_grows"), Set.of("no_ttl"))
                .at(PlantJob.COMBINE)
                .with(Set.of("state_grows", "resource_runs_out"));
    }

    @Override
    public Duration watch() {
        return Duration.ofSeconds(150);
    }

    @Override
    public void inject(Plant plant) {
        plant.set(Switch.LEAK, 1);
    }
}
