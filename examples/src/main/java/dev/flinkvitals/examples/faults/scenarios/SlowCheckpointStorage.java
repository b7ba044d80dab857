/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.scenarios;

import dev.flinkvitals.examples.faults.FaultScenario;
import dev.flinkvitals.examples.faults.Plant;
import dev.flinkvitals.examples.faults.Truth;
import dev.flinkvitals.examples.faults.plant.Switch;
import java.util.Set;

/** The storage takes checkpoints slowly; the job itself is well. */
public final class SlowCheckpointStorage implements FaultScenario {
    @Override
    public String name() {
        return "slow-checkpoint-storage";
    }

    @Override
    public String description() {
        return "each TaskManager can write 40 kB/s to the checkpoint storage";
    }

    @Override
    public Truth truth() {
        return Truth.of(Set.of("checkpoints_slow", "checkpoint_stuck", "checkpoint_overdue"), Set.of("storage_slow"))
                .with(Symptoms.OF_LATE_CHECKPOINTS);
    }

    @Override
    public void inject(Plant plant) {
        plant.set(Switch.STORAGE_BANDWIDTH, 40_000);
    }
}
