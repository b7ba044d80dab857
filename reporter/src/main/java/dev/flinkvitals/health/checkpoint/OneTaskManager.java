/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.SubtaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether what is late lies on one TaskManager: four of five late subtasks do, they belong to several vertices, and that
 * TaskManager runs at most half of the job, so that it is no accident.
 */
final class OneTaskManager {
    private static final double MOST = 0.8;
    private static final double HALF = 0.5;

    private OneTaskManager() {}

    static Optional<CheckpointAttribution> of(List<SubtaskId> late, Scene scene) {
        if (late.stream().map(SubtaskId::vertex).distinct().count() < 2) {
            return Optional.empty();
        }
        Map<String, Integer> perProcess = new TreeMap<>();
        late.forEach(s -> scene.process(s.vertex(), s.index()).ifPresent(p -> perProcess.merge(p, 1, Integer::sum)));
        if (perProcess.isEmpty()) {
            return Optional.empty();
        }
        // Sorted by name, so the first of equals is always the same.
        List<Map.Entry<String, Integer>> ranked = perProcess.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .toList();
        String process = ranked.get(0).getKey();
        double share = (double) ranked.get(0).getValue() / late.size();
        Map<String, Integer> all = scene.subtasksPerProcess();
        int total = all.values().stream().mapToInt(Integer::intValue).sum();
        double fair = (double) all.getOrDefault(process, 0) / total;
        if (share < MOST || fair > HALF) {
            return Optional.empty();
        }
        double second = ranked.size() > 1 ? (double) ranked.get(1).getValue() / late.size() : 0;
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("late subtasks", late.size(), "{subtask}"));
        evidence.add(new Evidence("share of them on this TaskManager", share, "1"));
        evidence.add(new Evidence("its share of all subtasks", fair, "1"));
        scene.processReading(process).ifPresent(p -> addLoad(evidence, p));
        return Optional.of(new CheckpointAttribution(
                CheckpointCause.SLOW_TASK_MANAGER,
                Place.process(process),
                Words.percent(share) + " of the " + late.size() + " late subtasks run on TaskManager " + process
                        + ": its disk, network, processor or garbage collection is slow",
                evidence,
                share - second));
    }

    private static void addLoad(List<Evidence> evidence, ProcessReading process) {
        process.gcShare().stream()
                .filter(Double::isFinite)
                .forEach(gc -> evidence.add(new Evidence("gc share", gc, "1")));
        process.cpuShare().stream()
                .filter(Double::isFinite)
                .forEach(cpu -> evidence.add(new Evidence("cpu share", cpu, "1")));
    }
}
