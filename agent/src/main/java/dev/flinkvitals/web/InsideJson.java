/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.health.inside.ThreadVerdict;
import dev.flinkvitals.signals.KeyGroupEvidence;
import dev.flinkvitals.signals.StateDeclaration;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.ThreadEvidence;
import java.util.Locale;
import java.util.Optional;

/** The part of a job's JSON that comes from inside its tasks. */
final class InsideJson {
    private InsideJson() {}

    static void write(JsonOut out, InsideView inside) {
        out.number("tasks", inside.tasks());
        out.number("tasksWithCpuTime", inside.tasksWithCpuTime());
        out.array("threads", inside.evidence().threads(), thread -> thread(out, thread));
        out.array("keyGroups", inside.evidence().keyGroups(), groups -> keyGroups(out, groups));
        out.array("states", inside.states(), state -> state(out, state));
    }

    private static void thread(JsonOut out, ThreadEvidence thread) {
        Optional<ThreadVerdict> verdict = ThreadVerdict.of(thread);
        subtask(out, thread.subtask());
        out.text("at", Optional.of(thread.at()));
        out.number("samples", thread.samples());
        out.text("doing", verdict.map(v -> v.doing().name().toLowerCase(Locale.ROOT)));
        out.text("words", verdict.map(ThreadVerdict::words));
        out.array("activities", thread.activities(), activity -> {
            out.number("samples", activity.samples());
            out.text("method", activity.method());
            out.text("innermost", activity.waitsIn());
            out.flag("waiting", activity.waiting());
        });
    }

    private static void keyGroups(JsonOut out, KeyGroupEvidence groups) {
        subtask(out, groups.subtask());
        out.text("at", Optional.of(groups.at()));
        out.number("samples", groups.samples());
        out.number("keyGroups", groups.keyGroups());
        out.number("hottest", groups.hottest());
        out.number("hottestSamples", groups.hottestSamples());
    }

    private static void state(JsonOut out, StateDeclaration state) {
        out.text("vertexId", state.vertex().hex());
        out.text("name", state.name());
        out.text("kind", state.kind());
        out.text("serializer", state.serializer());
        out.seconds("timeToLiveSeconds", state.timeToLive());
    }

    private static void subtask(JsonOut out, SubtaskId subtask) {
        out.text("vertexId", subtask.vertex().hex());
        out.number("subtask", subtask.index());
    }
}
