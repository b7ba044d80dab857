/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.scenarios;

import dev.flinkvitals.examples.faults.FaultScenario;
import dev.flinkvitals.examples.faults.Plant;
import dev.flinkvitals.examples.faults.Truth;
import dev.flinkvitals.examples.faults.plant.Switch;
import java.time.Duration;

/** A control: five times as much arrives for a while, again and again, and the job copes with it. */
public final class Bursts implements FaultScenario {
    private static final double CALM = 120;
    private static final double FACTOR = 5;
    private static final int PERIOD_SECONDS = 20;
    private static final int BURST_SECONDS = 6;

    @Override
    public String name() {
        return "bursts";
    }

    @Override
    public String description() {
        return "control: " + BURST_SECONDS + " s of every " + PERIOD_SECONDS + " s, five times as much arrives";
    }

    @Override
    public Truth truth() {
        return Truth.HEALTHY;
    }

    @Override
    public void inject(Plant plant) {
        during(plant, 0);
    }

    @Override
    public void during(Plant plant, double seconds) {
        boolean burst = seconds % PERIOD_SECONDS < BURST_SECONDS;
        plant.set(Switch.ARRIVALS, burst ? CALM * FACTOR : CALM);
    }

    @Override
    public Duration watch() {
        return Duration.ofSeconds(80);
    }
}
