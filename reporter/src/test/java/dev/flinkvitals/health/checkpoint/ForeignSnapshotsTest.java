/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import static dev.flinkvitals.health.checkpoint.PlantedJob.MB;
import static dev.flinkvitals.health.checkpoint.PlantedJob.phases;
import static dev.flinkvitals.health.checkpoint.PlantedJob.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSample.Kind;
import dev.flinkvitals.signals.CheckpointSample.SubtaskSample;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Savepoints, whoever asked for them, and the agent's checkpoints, against what they must not hide or pass for. */
class ForeignSnapshotsTest {
    private static CheckpointJudge.Outcome judge(PlantedJob job) {
        return new CheckpointJudge(Duration.ofSeconds(20)).judge(job.reading(), job.bottleneck, job.loads);
    }

    private static PlantedJob failing() {
        PlantedJob job = new PlantedJob().usually(5, 400);
        job.fail(201, 260, "CHECKPOINT_EXPIRED", false);
        job.fail(202, 160, "CHECKPOINT_EXPIRED", false);
        job.fail(203, 60, "CHECKPOINT_EXPIRED", false);
        return job;
    }

    /** As fast and as well as no checkpoint of the job ever was. */
    private static CheckpointSample splendid(PlantedJob job, long id, int secondsAgo, Kind kind) {
        SubtaskSample part = phases(0, 1, 0, 0, 0, 1).bytes(100 * MB, 100 * MB);
        return PlantedJob.foreign(job.completed(id, secondsAgo, 1, work(part, part)), kind);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"SAVEPOINT", "STOP_WITH_SAVEPOINT"})
    void savepointsThatSucceedChangeNothingButFlinksOwnCount(Kind kind) {
        CheckpointJudge.Outcome alone = judge(failing());
        PlantedJob job = failing();
        for (int i = 0; i < 5; i++) {
            job.history.add(0, splendid(job, 210 + i, 50 - 10 * i, kind));
        }

        CheckpointJudge.Outcome masked = judge(job);

        assertThat(masked.observations()).isEqualTo(alone.observations());
        assertThat(masked.judgement()).isEqualTo(alone.judgement());
        assertThat(masked.vitals())
                .usingRecursiveComparison()
                .ignoringFields("consecutiveFailures")
                .isEqualTo(alone.vitals());
        assertThat(alone.vitals().consecutiveFailures()).isEqualTo(OptionalInt.of(3));
        assertThat(masked.vitals().consecutiveFailures()).isEqualTo(OptionalInt.of(0));
    }

    @Test
    void aSavepointThatFailsIsNoFailureOfTheJobsCheckpoints() {
        PlantedJob job = new PlantedJob().usually(5, 30);
        job.fail(201, 10, "CHECKPOINT_ASYNC_EXCEPTION", true);

        CheckpointJudge.Outcome outcome = judge(job);

        assertThat(outcome.observations()).isEmpty();
        assertThat(outcome.vitals().consecutiveFailures())
                .as("but Flink counts it")
                .isEqualTo(OptionalInt.of(1));
    }

    @Test
    void ourCheckpointCountsForTheExposureAndForNothingElse() {
        CheckpointJudge.Outcome alone = judge(failing());
        PlantedJob job = failing();
        job.history.add(0, splendid(job, 210, 30, Kind.CHECKPOINT));

        CheckpointVitals with = judge(job).vitals();

        assertThat(with.age()).contains(Duration.ofSeconds(30));
        assertThat(with.exposure().getAsDouble())
                .isLessThan(alone.vitals().exposure().getAsDouble());
        assertThat(with.durationP95()).isEqualTo(alone.vitals().durationP95());
        assertThat(with.expectedSnapshotTime()).isEqualTo(alone.vitals().expectedSnapshotTime());
        assertThat(with.pace()).isEqualTo(alone.vitals().pace());
        assertThat(judge(job).observations())
                .as("the job's own checkpoints still fail")
                .anySatisfy(seen -> assertThat(seen.reason()).startsWith("3 checkpoints failed in a row"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void foreignSnapshotsTeachNoHabit(boolean savepoints) {
        CheckpointBaseline baseline = new CheckpointBaseline();
        PlantedJob job = new PlantedJob();
        for (int i = 0; i < 10; i++) {
            job.history.add(0, splendid(job, 210 + i, 500 - 10 * i, savepoints ? Kind.SAVEPOINT : Kind.CHECKPOINT));
        }

        baseline.update(job.reading().checkpoints());

        assertThat(baseline.durationP95()).isEmpty();
        assertThat(baseline.usualRate(PlantedJob.WORK)).isEmpty();
        assertThat(CheckpointPace.of(job.reading().checkpoints(), baseline)).isEqualTo(CheckpointPace.UNKNOWN);
    }

    @Test
    void thePaceIsThatOfTheJobsOwnCheckpoints() {
        PlantedJob job = new PlantedJob().usually(5, 30);

        CheckpointPace pace = judge(job).vitals().pace();

        assertThat(pace.barriers()).as("start delay and alignment").contains(Duration.ofSeconds(2));
        assertThat(pace.alignedBarriers()).contains(Duration.ofSeconds(2));
        assertThat(pace.largestState()).hasValue(100 * MB);
        assertThat(pace.mostWritten()).hasValue(40 * MB);
        assertThat(pace.upload()).hasValueSatisfying(upload -> {
            assertThat(upload.vertex()).isEqualTo(PlantedJob.WORK);
            assertThat(upload.bytesPerSecond()).isEqualTo(10e6);
            assertThat(upload.ratio()).isEqualTo(1);
        });
    }

    @Test
    void threeSlowUploadsShowInThePaceAndOneDoesNot() {
        PlantedJob job = new PlantedJob().usually(8, 400);
        SubtaskSample slow = phases(0, 40, 1, 1, 1, 37).bytes(100 * MB, 40 * MB);
        job.history.add(0, job.completed(301, 300, 40, work(slow, slow)));
        assertThat(judge(job).vitals().pace().upload().orElseThrow().ratio()).isEqualTo(1);
        job.history.add(0, job.completed(302, 200, 40, work(slow, slow)));
        job.history.add(0, job.completed(303, 100, 40, work(slow, slow)));

        assertThat(judge(job).vitals().pace().upload().orElseThrow().ratio()).isLessThan(0.2);
    }
}
