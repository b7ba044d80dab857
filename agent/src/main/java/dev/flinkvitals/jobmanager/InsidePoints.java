/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.export.Metric;
import dev.flinkvitals.export.Point;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.inside.ThreadVerdict;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.SubtaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was looked up inside tasks, as points. */
final class InsidePoints {
    private InsidePoints() {}

    static List<Point> of(Assessment assessment, InsideEvidence inside) {
        List<Point> points = new ArrayList<>();
        inside.threads()
                .forEach(thread -> ThreadVerdict.of(thread)
                        .ifPresent(verdict -> points.add(new Point(
                                Metric.SUBTASK_WAITING,
                                verdict.waitingShare(),
                                attributes(assessment, thread.subtask())))));
        inside.keyGroups().stream()
                .filter(groups -> groups.samples() > 0)
                .forEach(groups -> points.add(new Point(
                        Metric.SUBTASK_HOTTEST_KEY_GROUP,
                        (double) groups.hottestSamples() / groups.samples(),
                        attributes(assessment, groups.subtask()))));
        return points;
    }

    private static Map<String, String> attributes(Assessment assessment, SubtaskId subtask) {
        String vertex = subtask.vertex().hex();
        String name = assessment.vertices().stream()
                .filter(load -> load.vertex().equals(subtask.vertex()))
                .map(VertexLoad::name)
                .findFirst()
                .orElse(vertex);
        return Map.of(
                "job.id", assessment.job().hex(),
                "job.name", assessment.jobName(),
                "vertex.id", vertex,
                "vertex.name", name,
                "subtask", Integer.toString(subtask.index()));
    }
}
