/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.export.Metric;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.inside.ThreadVerdict;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.SubtaskId;

/** The metrics of what was looked up inside tasks. */
final class InsidePoints {
    private InsidePoints() {}

    static void add(PointList points, Assessment assessment, InsideEvidence inside) {
        inside.threads()
                .forEach(thread -> ThreadVerdict.of(thread)
                        .ifPresent(verdict -> add(
                                points, assessment, Metric.SUBTASK_WAITING, verdict.waitingShare(), thread.subtask())));
        inside.keyGroups().stream()
                .filter(groups -> groups.samples() > 0)
                .forEach(groups -> add(
                        points,
                        assessment,
                        Metric.SUBTASK_HOTTEST_KEY_GROUP,
                        (double) groups.hottestSamples() / groups.samples(),
                        groups.subtask()));
    }

    private static void add(PointList points, Assessment assessment, Metric metric, double value, SubtaskId subtask) {
        String vertex = subtask.vertex().hex();
        String name = assessment.vertices().stream()
                .filter(load -> load.vertex().equals(subtask.vertex()))
                .map(VertexLoad::name)
                .findFirst()
                .orElse(vertex);
        points.add(
                metric, value, "vertex.id", vertex, "vertex.name", name, "subtask", Integer.toString(subtask.index()));
    }
}
