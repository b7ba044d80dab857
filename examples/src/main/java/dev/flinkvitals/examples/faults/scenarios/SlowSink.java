/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.scenarios;

import dev.flinkvitals.examples.faults.FaultScenario;
import dev.flinkvitals.examples.faults.Plant;
import dev.flinkvitals.examples.faults.Truth;
import dev.flinkvitals.examples.faults.plant.PlantJob;
import java.time.Duration;
import java.util.Set;

/** The service that a sink writes to answers slowly. */
public final class SlowSink implements FaultScenario {
    @Override
    public String name() {
        return "slow-sink";
    }

    @Override
    public String description() {
        return "the service behind the sink " + PlantJob.LEDGER + " takes 12 ms for each answer instead of less than 1";
    }

    @Override
    public Truth truth() {
        return Truth.of(Set.of("bottleneck"), Set.of("external_wait"))
                .at(PlantJob.LEDGER)
                .with(Symptoms.OF_BACKPRESSURE);
    }

    @Override
    public void inject(Plant plant) {
        // 400 messages a second for two sinks, each of which has time for about 80.
        plant.serviceAnswersAfter(Duration.ofMillis(12));
    }
}
