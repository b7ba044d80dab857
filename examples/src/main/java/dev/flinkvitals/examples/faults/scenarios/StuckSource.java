/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.scenarios;

import dev.flinkvitals.examples.faults.FaultScenario;
import dev.flinkvitals.examples.faults.Plant;
import dev.flinkvitals.examples.faults.Truth;
import dev.flinkvitals.examples.faults.plant.PlantJob;
import dev.flinkvitals.examples.faults.plant.Switch;
import java.util.Set;

/** Messages wait, but the source gets none: every task looks idle. */
public final class StuckSource implements FaultScenario {
    @Override
    public String name() {
        return "stuck-source";
    }

    @Override
    public String description() {
        return "messages arrive, but the source " + PlantJob.QUEUE + " does not get them any more";
    }

    @Override
    public Truth truth() {
        return Truth.of(Set.of("source_bound"), Set.of("stuck"))
                .at(PlantJob.QUEUE)
                .with(Set.of("lag_grows", "partition_stalled", "capacity_exceeded", "recovery_too_long"));
    }

    @Override
    public void inject(Plant plant) {
        plant.set(Switch.STUCK, 1);
    }
}
