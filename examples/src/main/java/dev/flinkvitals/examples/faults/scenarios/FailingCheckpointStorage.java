/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.scenarios;

import dev.flinkvitals.examples.faults.FaultScenario;
import dev.flinkvitals.examples.faults.Plant;
import dev.flinkvitals.examples.faults.Truth;
import dev.flinkvitals.examples.faults.plant.Switch;
import java.util.Set;

/** The storage refuses checkpoints; the job itself is well. */
public final class FailingCheckpointStorage implements FaultScenario {
    @Override
    public String name() {
        return "failing-checkpoint-storage";
    }

    @Override
    public String description() {
        return "the checkpoint storage refuses each write";
    }

    @Override
    public Truth truth() {
        return Truth.of(Set.of("checkpoints_fail"), Set.of("task_storage")).with(Symptoms.OF_LATE_CHECKPOINTS);
    }

    @Override
    public void inject(Plant plant) {
        plant.set(Switch.STORAGE_REFUSES, 1);
    }
}
