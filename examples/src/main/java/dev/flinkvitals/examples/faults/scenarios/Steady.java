/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.scenarios;

import dev.flinkvitals.examples.faults.FaultScenario;
import dev.flinkvitals.examples.faults.Plant;
import dev.flinkvitals.examples.faults.Truth;
import java.time.Duration;

/** A control: nothing happens. */
public final class Steady implements FaultScenario {
    @Override
    public String name() {
        return "steady";
    }

    @Override
    public String description() {
        return "control: nothing happens";
    }

    @Override
    public Truth truth() {
        return Truth.HEALTHY;
    }

    @Override
    public void inject(Plant plant) {}

    @Override
    public Duration watch() {
        return Duration.ofSeconds(60);
    }
}
