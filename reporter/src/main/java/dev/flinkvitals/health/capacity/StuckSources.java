/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.health.lag.SubtaskLag;
import dev.flinkvitals.health.load.JobLoad;
import dev.flinkvitals.health.load.SubtaskRates;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds sources that are stuck: a subtask that is not backpressured and reads nothing over three windows, although records
 * wait before it, or although it is busy all the time, as a thread is that does not come back from the user's code. A source
 * that reads nothing because there is nothing to read is idle, and no record waits. Not thread-safe.
 */
final class StuckSources {
    private static final int WINDOWS = 3;
    private static final double FREE = 0.1;
    private static final double BLOCKED = 0.9;
    private static final double CONFIRMED = 0.9;

    private final Map<SubtaskId, Integer> still = new HashMap<>();

    /**
     * Ends a window.
     *
     * @param topology the job graph
     * @param load the job's load
     * @param lags what waits before the source subtasks
     * @return one for each source that is stuck, or of which subtasks are, in topological order
     */
    List<Bottleneck> windowEnded(Topology topology, JobLoad load, List<SubtaskLag> lags) {
        Map<SubtaskId, Double> waiting = new HashMap<>();
        lags.forEach(lag -> waiting.put(lag.subtask(), lag.records()));
        Map<SubtaskId, Integer> before = new HashMap<>(still);
        still.clear();
        List<Bottleneck> stuck = new ArrayList<>();
        for (Topology.Vertex vertex : topology.vertices()) {
            if (!vertex.isSource()) {
                continue;
            }
            List<SubtaskRates> own = new ArrayList<>();
            for (SubtaskRates rates : load.subtasks(vertex.id())) {
                if (isStill(rates, waiting.getOrDefault(rates.id(), 0.0))) {
                    int windows = before.getOrDefault(rates.id(), 0) + 1;
                    still.put(rates.id(), Math.min(WINDOWS, windows));
                    if (windows >= WINDOWS) {
                        own.add(rates);
                    }
                }
            }
            if (!own.isEmpty()) {
                stuck.add(bottleneck(vertex, own, waiting));
            }
        }
        return stuck;
    }

    private static boolean isStill(SubtaskRates rates, double waiting) {
        boolean readsNothing = rates.recordsPerSecond().isPresent()
                && rates.recordsPerSecond().getAsDouble() == 0
                && rates.recordsOutPerSecond().orElse(0) == 0;
        boolean free =
                rates.backPressured().isPresent() && rates.backPressured().getAsDouble() < FREE;
        return readsNothing && free && (waiting > 0 || rates.busy().orElse(0) >= BLOCKED);
    }

    private static Bottleneck bottleneck(
            Topology.Vertex vertex, List<SubtaskRates> stuck, Map<SubtaskId, Double> waiting) {
        SubtaskRates first = stuck.get(0);
        boolean all = stuck.size() * 2 > vertex.parallelism();
        double busy = stuck.stream().mapToDouble(s -> s.busy().orElse(0)).max().orElse(0);
        double records = stuck.stream()
                .mapToDouble(s -> waiting.getOrDefault(s.id(), 0.0))
                .sum();
        String who = all
                ? "source vertex '" + vertex.name() + "' is stuck"
                : "subtask " + first.id().index() + " of source vertex '" + vertex.name() + "' is stuck"
                        + (stuck.size() > 1 ? ", and so are " + (stuck.size() - 1) + " more" : "");
        String how = busy >= BLOCKED
                ? "its thread is busy " + Words.percent(busy) + " and does not come back"
                : "it is neither busy nor backpressured";
        return new Bottleneck(
                all
                        ? Place.vertex(vertex.id(), vertex.name())
                        : Place.subtask(vertex.id(), vertex.name(), first.id().index()),
                Bottleneck.Kind.SOURCE_STUCK,
                busy,
                0,
                CONFIRMED,
                who + ": it reads nothing" + (records > 0 ? " while records wait" : "") + ", and " + how);
    }
}
