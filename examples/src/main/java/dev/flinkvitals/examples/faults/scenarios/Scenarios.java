/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.scenarios;

import dev.flinkvitals.examples.faults.FaultScenario;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All scenarios. */
public final class Scenarios {
    /** Their names, for the help; a test compares. */
    public static final String NAMES = "slow-sink, slow-middle, hot-key, uneven-key-groups, stuck-source,"
            + " slow-checkpoint-storage, failing-checkpoint-storage, state-without-ttl, steady, bursts";

    /** In the order in which they run. */
    static final List<FaultScenario> ALL = List.of(
            new SlowSink(),
            new SlowMiddle(),
            new HotKey(),
            new UnevenKeyGroups(),
            new StuckSource(),
            new SlowCheckpointStorage(),
            new FailingCheckpointStorage(),
            new StateWithoutTtl(),
            new Steady(),
            new Bursts());

    private Scenarios() {}

    /**
     * Some of them.
     *
     * @param names which, in the order in which they shall run; empty: all
     * @throws IllegalArgumentException if there is none of that name
     */
    public static List<FaultScenario> named(List<String> names) {
        Map<String, FaultScenario> byName = new TreeMap<>();
        ALL.forEach(scenario -> byName.put(scenario.name(), scenario));
        return names.isEmpty()
                ? ALL
                : names.stream().map(name -> find(byName, name)).toList();
    }

    private static FaultScenario find(Map<String, FaultScenario> byName, String name) {
        FaultScenario scenario = byName.get(name);
        if (scenario == null) {
            throw new IllegalArgumentException("scenario: expected one of " + NAMES + ", found " + name);
        }
        return scenario;
    }
}
