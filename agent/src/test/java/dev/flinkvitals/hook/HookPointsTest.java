/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.export.Metric;
import dev.flinkvitals.export.Point;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HookPointsTest {
    @Test
    void tellsTheStateOfEachHook() {
        HookStates states = new HookStates();
        states.note(HookCatalogue.TASK_RUN, HookStates.State.APPLIED, "");
        states.note(HookCatalogue.KEYED_STATE, HookStates.State.FAILED, "planted");

        assertThat(new HookPoints(states).points())
                .hasSameSizeAs(HookCatalogue.ALL)
                .contains(
                        new Point(Metric.AGENT_HOOK, 1, Map.of("hook", "task-run", "state", "applied")),
                        new Point(Metric.AGENT_HOOK, 1, Map.of("hook", "keyed-state", "state", "failed")),
                        new Point(Metric.AGENT_HOOK, 1, Map.of("hook", "reporter", "state", "waiting")));
    }
}
