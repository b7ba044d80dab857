/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import static dev.flinkvitals.health.checkpoint.PlantedJob.MB;
import static dev.flinkvitals.health.checkpoint.PlantedJob.SINK;
import static dev.flinkvitals.health.checkpoint.PlantedJob.SOURCE;
import static dev.flinkvitals.health.checkpoint.PlantedJob.WORK;
import static dev.flinkvitals.health.checkpoint.PlantedJob.everybody;
import static dev.flinkvitals.health.checkpoint.PlantedJob.missing;
import static dev.flinkvitals.health.checkpoint.PlantedJob.nobody;
import static dev.flinkvitals.health.checkpoint.PlantedJob.phases;
import static dev.flinkvitals.health.checkpoint.PlantedJob.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSample.SubtaskSample;
import dev.flinkvitals.signals.JobPhase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Interval 60 s, timeout 100 s, three failures tolerated; checkpoints usually take 10 s. */
class CheckpointJudgeTest {
    private final PlantedJob job = new PlantedJob();
    private final CheckpointJudge judge = new CheckpointJudge(Duration.ofSeconds(20));

    @Test
    void seesNothingWrongInAJobWithPunctualCheckpoints() {
        job.usually(10, 60);
        job.history.add(0, job.pending(200, 4, nobody(SOURCE), nobody(WORK), nobody(SINK)));
        assertThat(judge()).isEmpty();
        assertThat(outcome().vitals().attribution()).isEmpty();
    }

    @Test
    void countsTheJobsOwnFailuresOnly() {
        job.usually(3, 300);
        job.fail(201, 200, "CHECKPOINT_EXPIRED", false);
        job.fail(202, 100, "CHECKPOINT_EXPIRED", false);
        job.fail(203, 90, "CHECKPOINT_ASYNC_EXCEPTION", true);
        job.fail(204, 80, "CHECKPOINT_COORDINATOR_SUSPEND", false);
        Observation failing = the(FindingKind.CHECKPOINTS_FAIL);
        assertThat(failing.severity()).isEqualTo(Severity.WARNING);
        assertThat(failing.reason()).startsWith("2 checkpoints failed in a row, 3 are tolerated; ");
    }

    @Test
    void isNotDeceivedBySnapshotsOnRequestThatSucceed() {
        job.usually(3, 300);
        job.fail(201, 200, "CHECKPOINT_EXPIRED", false);
        job.fail(202, 100, "CHECKPOINT_EXPIRED", false);
        job.history.add(0, PlantedJob.foreign(job.completed(203, 60, 5), CheckpointSample.Kind.SAVEPOINT));
        job.history.add(0, PlantedJob.foreign(job.completed(204, 40, 5), CheckpointSample.Kind.CHECKPOINT));
        assertThat(the(FindingKind.CHECKPOINTS_FAIL).reason()).startsWith("2 checkpoints failed in a row");
        assertThat(outcome().vitals().consecutiveFailures())
                .as("Flink's own count starts again")
                .hasValue(0);
    }

    @Test
    void countsAFailureThatOnlyTheStatisticsShow() {
        job.usually(3, 300);
        job.history.add(0, job.expired(201, 180, everybody(SOURCE), missing(WORK, 2), everybody(SINK)));
        Observation failing = the(FindingKind.CHECKPOINTS_FAIL);
        assertThat(failing.reason()).startsWith("1 checkpoint failed in a row");
        assertThat(failing.cause()).isEqualTo("slow_subtask");
        assertThat(failing.place().subtask()).hasValue(2);
    }

    @Test
    void isCriticalOnceFlinkRestartsTheJob() {
        job.tolerable = 0;
        job.usually(3, 300);
        job.fail(201, 200, "CHECKPOINT_ASYNC_EXCEPTION", false);
        assertThat(the(FindingKind.CHECKPOINTS_FAIL).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(the(FindingKind.CHECKPOINTS_FAIL).cause()).isEqualTo("task_storage");
    }

    @Test
    void warnsOfAPendingCheckpointBeforeItExpires() {
        // max(3 * 10 s, half of 100 s) = 50 s
        job.usually(5, 110);
        job.history.add(0, job.pending(200, 50, everybody(SOURCE), nobody(WORK), nobody(SINK)));
        assertThat(judge()).noneMatch(o -> o.kind() == FindingKind.CHECKPOINT_STUCK);
        job.history.set(0, job.pending(200, 51, everybody(SOURCE), nobody(WORK), nobody(SINK)));
        Observation stuck = the(FindingKind.CHECKPOINT_STUCK);
        assertThat(stuck.severity()).isEqualTo(Severity.WARNING);
        assertThat(stuck.cause()).isEqualTo("backpressure");
        assertThat(stuck.explainedBy()).as("no bottleneck was named").isEmpty();
        job.bottleneck = Optional.of(Place.vertex(WORK, "work"));
        assertThat(the(FindingKind.CHECKPOINT_STUCK).explainedBy()).contains(FindingKind.BOTTLENECK);
        job.history.set(0, job.pending(200, 91, everybody(SOURCE), nobody(WORK), nobody(SINK)));
        assertThat(the(FindingKind.CHECKPOINT_STUCK).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void warnsInTimeThoughCheckpointsUsuallyTakeLong() {
        // 3 * 40 s is more than the timeout: then at 90 s
        for (int i = 0; i < 5; i++) {
            SubtaskSample usual = phases(0, 40, 1, 1, 1, 30).bytes(100 * MB, 40 * MB);
            job.history.add(job.completed(100 - i, 100 + 60 * i, 40, work(usual, usual)));
        }
        job.history.add(0, job.pending(200, 91, everybody(SOURCE), nobody(WORK), nobody(SINK)));
        assertThat(the(FindingKind.CHECKPOINT_STUCK).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void callsCheckpointsSlowWhenTwoInARowAre() {
        // usually 10 s; 25 s are more than twice that, and more than 30 % of 60 s
        job.usually(5, 200);
        slow(200, 130);
        assertThat(judge()).noneMatch(o -> o.kind() == FindingKind.CHECKPOINTS_SLOW);
        slow(201, 70);
        Observation slow = the(FindingKind.CHECKPOINTS_SLOW);
        assertThat(slow.cause()).isEqualTo("storage_slow");
        assertThat(slow.place()).isEqualTo(Place.vertex(WORK, "work"));
        assertThat(slow.reason())
                .startsWith(
                        "the last checkpoint took 25 s of an interval of 1 min, usually 10 s; most subtasks of vertex"
                                + " 'work' write 2.0 MB/s, usually 10.0 MB/s");
    }

    private void slow(long id, int secondsAgo) {
        // 40 MB in 20 s
        SubtaskSample slow = phases(0, 25, 1, 1, 1, 20).bytes(100 * MB, 40 * MB);
        job.history.add(0, job.completed(id, secondsAgo, 25, work(slow, slow)));
    }

    @Test
    void saysWhyNoCheckpointCompletedForLong() {
        // 180 s / (60 s + 10 s) = 2.6
        job.usually(5, 180);
        job.history.add(0, job.pending(200, 40, everybody(SOURCE), nobody(WORK), nobody(SINK)));
        Observation overdue = the(FindingKind.CHECKPOINT_OVERDUE);
        assertThat(overdue.severity()).isEqualTo(Severity.WARNING);
        assertThat(overdue.cause()).isEqualTo("backpressure");
    }

    @Test
    void isCriticalBeyondThreeIntervals() {
        job.usually(5, 211);
        assertThat(the(FindingKind.CHECKPOINT_OVERDUE).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void saysThatCheckpointsWaitForASavepoint() {
        job.usually(5, 180);
        job.history.add(0, PlantedJob.foreign(job.pending(200, 100, nobody(SOURCE)), CheckpointSample.Kind.SAVEPOINT));
        Observation overdue = the(FindingKind.CHECKPOINT_OVERDUE);
        assertThat(overdue.cause()).isEqualTo("config");
        assertThat(overdue.reason()).contains("checkpoints wait for a savepoint on request that is pending");
    }

    @Test
    void explainsMissingCheckpointsByAJobThatIsDown() {
        job.usually(5, 180);
        job.phase = JobPhase.RESTARTING;
        assertThat(the(FindingKind.CHECKPOINT_OVERDUE).cause()).isEqualTo("lifecycle");
        assertThat(the(FindingKind.CHECKPOINT_OVERDUE).explainedBy()).contains(FindingKind.JOB_DOWN);
    }

    @Test
    void explainsAnOldCheckpointByThoseThatFail() {
        job.usually(5, 180);
        job.fail(201, 20, "CHECKPOINT_ASYNC_EXCEPTION", false);
        assertThat(the(FindingKind.CHECKPOINT_OVERDUE).explainedBy()).contains(FindingKind.CHECKPOINTS_FAIL);
    }

    @Test
    void keepsThePlaceWhileTheLateSubtaskOfAVertexIsAnotherEachTime() {
        job.usually(5, 110);
        job.history.add(0, job.pending(200, 60, everybody(SOURCE), missing(WORK, 2), everybody(SINK)));
        assertThat(the(FindingKind.CHECKPOINT_STUCK).place().subtask()).hasValue(2);
        job.history.set(0, job.pending(201, 60, everybody(SOURCE), missing(WORK, 3), everybody(SINK)));
        assertThat(the(FindingKind.CHECKPOINT_STUCK).place()).isEqualTo(Place.vertex(WORK, "work"));
        job.history.set(0, job.pending(202, 60, everybody(SOURCE), missing(WORK, 1), everybody(SINK)));
        assertThat(the(FindingKind.CHECKPOINT_STUCK).place()).isEqualTo(Place.vertex(WORK, "work"));
    }

    private Observation the(FindingKind kind) {
        return judge().stream()
                .filter(o -> o.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new AssertionError("not seen: " + kind));
    }

    private List<Observation> judge() {
        return outcome().observations();
    }

    private CheckpointJudge.Outcome outcome() {
        return judge.judge(job.reading(), job.bottleneck, job.loads);
    }
}
