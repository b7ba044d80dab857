/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.scenarios;

import dev.flinkvitals.examples.breaker.BreakerScenario;
import java.util.List;

/** All scenarios. */
public final class BreakerScenarios {
    /** Their names, for the help; a test compares. */
    public static final String NAMES = "oom, storage, refusals, restart, leader-kills, schedules";

    /** In the order in which they run. */
    static final List<BreakerScenario> ALL =
            List.of(new Oom(), new Storage(), new WrongMoments(), new Restart(), new LeaderKills(), new Schedules());

    private BreakerScenarios() {}

    /**
     * Some of them.
     *
     * @param names which, in the order in which they shall run; empty: all
     * @throws IllegalArgumentException if there is none of that name
     */
    public static List<BreakerScenario> named(List<String> names) {
        return names.isEmpty()
                ? ALL
                : names.stream().map(BreakerScenarios::find).toList();
    }

    private static BreakerScenario find(String name) {
        return ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("scenario: expected one of " + NAMES + ", found " + name));
    }
}
