/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.scenarios;

import dev.flinkvitals.examples.breaker.BreakerScenario;
import dev.flinkvitals.examples.breaker.Stage;
import dev.flinkvitals.examples.breaker.failover.Failovers;

/**
 * Two JobManagers, and the leading one is killed while a job runs out of memory: before the savepoint is decided, between claim
 * and trigger, while it is written, before its result is known, and after. The job has to get exactly one savepoint.
 */
public final class LeaderKills implements BreakerScenario {
    /** Its name. */
    public static final String NAME = "leader-kills";

    private static final int KILLS = 20;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "the leading JobManager is killed at many moments around a savepoint";
    }

    /** A repetition is a kill. */
    @Override
    public int repetitions() {
        return KILLS;
    }

    @Override
    public void play(Stage stage, int kills) {
        Failovers.play(stage, kills);
    }
}
