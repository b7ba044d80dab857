/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.load;

import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The windows of all subtasks of a job. Not thread-safe. */
public final class LoadWindows {
    private final Duration window;
    private final Map<SubtaskId, RateWindow> windows = new HashMap<>();
    private Map<VertexId, Integer> parallelism = Map.of();

    public LoadWindows(Duration window) {
        this.window = window;
    }

    /**
     * Takes the subtasks of one cycle. A subtask that is not among them is forgotten, and so are those of a vertex whose
     * parallelism changed: their share of the keys is another.
     *
     * @param reading the job
     * @return the rates of the last complete windows
     */
    public List<SubtaskRates> update(JobReading reading) {
        Duration elapsed = reading.tick().elapsed();
        forgetRescaled(reading.topology());
        Set<SubtaskId> heard = new HashSet<>();
        for (SubtaskReading subtask : reading.subtasks()) {
            heard.add(subtask.id());
            windows.computeIfAbsent(subtask.id(), id -> new RateWindow(window, subtask, elapsed))
                    .accept(subtask, elapsed);
        }
        windows.keySet().retainAll(heard);
        return windows.values().stream().flatMap(w -> w.rates(elapsed).stream()).toList();
    }

    private void forgetRescaled(Topology topology) {
        Map<VertexId, Integer> now = new HashMap<>();
        topology.vertices().forEach(v -> now.put(v.id(), v.parallelism()));
        windows.keySet().removeIf(id -> {
            Integer before = parallelism.get(id.vertex());
            Integer after = now.get(id.vertex());
            return before != null && after != null && !before.equals(after);
        });
        parallelism = now;
    }
}
