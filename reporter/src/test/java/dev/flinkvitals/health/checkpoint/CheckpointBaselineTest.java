/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import static dev.flinkvitals.health.checkpoint.PlantedJob.MB;
import static dev.flinkvitals.health.checkpoint.PlantedJob.WORK;
import static dev.flinkvitals.health.checkpoint.PlantedJob.phases;
import static dev.flinkvitals.health.checkpoint.PlantedJob.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSample.SubtaskSample;
import org.junit.jupiter.api.Test;

class CheckpointBaselineTest {
    private final PlantedJob job = new PlantedJob();
    private final CheckpointBaseline baseline = new CheckpointBaseline();
    private long id = 1;

    @Test
    void knowsNothingBeforeThreeCheckpoints() {
        complete(10, 4);
        complete(10, 4);
        assertThat(baseline.usualSeconds()).isEmpty();
        assertThat(baseline.durationP95()).isEmpty();
        assertThat(baseline.usualRate(WORK)).isEmpty();
    }

    @Test
    void takesMediansOfWhatTheJobDoes() {
        complete(10, 4);
        complete(12, 5);
        complete(14, 8);
        assertThat(baseline.usualSeconds()).hasValue(12);
        // 40 MB in 5 s
        assertThat(baseline.usualRate(WORK)).hasValue(8e6);
        assertThat(baseline.usualAsyncSeconds(WORK)).hasValue(5);
        // four subtasks with 40 MB each
        assertThat(baseline.usualBytes(WORK)).hasValue(160e6);
        assertThat(baseline.durationP95())
                .hasValueSatisfying(p95 -> assertThat(p95).hasSeconds(14));
    }

    @Test
    void doesNotTakeSlowOnesForUsualUntilTheyAre() {
        for (int i = 0; i < 5; i++) {
            complete(10, 4);
        }
        for (int i = 0; i < CheckpointBaseline.REMEMBERED - 1; i++) {
            complete(50, 40);
        }
        assertThat(baseline.usualSeconds()).hasValue(10);
        for (int i = 0; i < CheckpointBaseline.NEEDED; i++) {
            complete(50, 40);
        }
        assertThat(baseline.usualSeconds()).hasValue(50);
        assertThat(baseline.usualRate(WORK)).hasValue(1e6);
    }

    @Test
    void leavesOutSavepointsAndWhatTheAgentTriggered() {
        for (CheckpointSample.Kind kind : CheckpointSample.Kind.values()) {
            for (int i = 0; i < 5; i++) {
                job.history.clear();
                job.history.add(PlantedJob.foreign(job.completed(id++, 60, 10), kind));
                baseline.update(job.reading().checkpoints());
            }
        }
        assertThat(baseline.usualSeconds()).isEmpty();
    }

    private void complete(int seconds, int async) {
        SubtaskSample subtask = phases(0, seconds, 1, 1, 1, async).bytes(100 * MB, 40 * MB);
        job.history.clear();
        job.history.add(job.completed(id++, 60, seconds, work(subtask, subtask)));
        baseline.update(job.reading().checkpoints());
        // The same history again adds nothing.
        baseline.update(job.reading().checkpoints());
    }
}
