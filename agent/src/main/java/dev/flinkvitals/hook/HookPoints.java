/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook;

import dev.flinkvitals.export.Metric;
import dev.flinkvitals.export.Point;
import dev.flinkvitals.export.PointSource;
import java.util.List;
import java.util.Map;

/** The hooks of this process as metrics. Thread safe. */
public final class HookPoints implements PointSource {
    private final HookStates states;

    /**
     * Points of the given states.
     *
     * @param states what became of each hook
     */
    public HookPoints(HookStates states) {
        this.states = states;
    }

    @Override
    public List<Point> points() {
        return states.all().stream()
                .map(hook -> new Point(
                        Metric.AGENT_HOOK,
                        1,
                        Map.of(
                                "hook",
                                hook.getKey().name(),
                                "state",
                                hook.getValue().state().label())))
                .toList();
    }
}
