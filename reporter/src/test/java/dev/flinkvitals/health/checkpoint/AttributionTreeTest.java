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
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSample.SubtaskSample;
import dev.flinkvitals.signals.CheckpointSample.TaskSample;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One checkpoint for each leaf of the tree. */
class AttributionTreeTest {
    private static final SubtaskSample USUAL = phases(0, 10, 1, 1, 1, 4).bytes(100 * MB, 40 * MB);
    private static final SubtaskSample MEDIAN = phases(-1, 10, 1, 1, 1, 4).bytes(100 * MB, 40 * MB);

    private final PlantedJob job = new PlantedJob().usually(5, 60);

    static Stream<Arguments> completed() {
        return Stream.of(
                // 24 of 40 s = 60 %, 1.2 thresholds; next: sync 6 of 40 s = 15 %, .5 thresholds; 1 - .5/1.2
                argumentSet(
                        "start delay",
                        work(
                                phases(1, 40, 24, 2, 6, 4).bytes(100 * MB, 40 * MB),
                                phases(-1, 39, 23, 2, 6, 4).bytes(100 * MB, 40 * MB)),
                        CheckpointCause.BACKPRESSURE,
                        0.583),
                // 20 of 40 s = 50 %, 1.25 thresholds; next: start delay 8 of 40 s = 20 %, .4; 1 - .4/1.25
                argumentSet(
                        "alignment",
                        work(phases(1, 40, 8, 20, 1, 4).bytes(100 * MB, 40 * MB), MEDIAN),
                        CheckpointCause.CHANNEL_SKEW,
                        0.68),
                // 24 of 40 s = 60 %, 2 thresholds; next: async 10 of 40 s = 25 %, .5; 1 - .5/2
                argumentSet(
                        "synchronous part",
                        work(phases(1, 40, 1, 1, 24, 10).bytes(100 * MB, 40 * MB), MEDIAN),
                        CheckpointCause.SYNC_SNAPSHOT,
                        0.75),
                // async 32 of 40 s, 1.6; start delay and sync 2 of 40 s, .1 and .167: margin 1 - .167/1.6 = .896;
                // the median subtask writes 40 MB / 30 s = 1.33 MB/s of usually 10: 1 - .133 = .867; together .776
                argumentSet(
                        "most subtasks write slowly",
                        work(
                                phases(1, 40, 2, 2, 2, 32).bytes(100 * MB, 40 * MB),
                                phases(-1, 38, 2, 2, 2, 30).bytes(100 * MB, 40 * MB)),
                        CheckpointCause.STORAGE_SLOW,
                        0.776),
                // 40 MB / 32 s = 1.25 MB/s, the median 40 MB / 4 s = 10 MB/s: 1 - .125 = .875, times .896
                argumentSet(
                        "one subtask writes slowly",
                        work(phases(1, 40, 2, 2, 2, 32).bytes(100 * MB, 40 * MB), MEDIAN),
                        CheckpointCause.SLOW_TASK_MANAGER,
                        0.784),
                // 800 MB, eight times the median of 100 MB: 1 - 3/8 = .625, times .896
                argumentSet(
                        "one subtask has more state",
                        work(phases(1, 40, 2, 2, 2, 32).bytes(800 * MB, 320 * MB), MEDIAN),
                        CheckpointCause.STATE_SKEW,
                        0.56),
                // each wrote 320 MB in 32 s, at the usual 10 MB/s; the vertex 1280 MB instead of 160: 1 - 1/8, times
                // .896
                argumentSet(
                        "more is written as fast as usual",
                        work(
                                phases(1, 40, 2, 2, 2, 32).bytes(400 * MB, 320 * MB),
                                phases(-1, 40, 2, 2, 2, 32).bytes(400 * MB, 320 * MB)),
                        CheckpointCause.STATE_GROWTH,
                        0.784),
                // 1 kB in 32 s, the others at once: 1 - 1000/65536 = .985, times .896
                argumentSet(
                        "one subtask waits to write next to nothing",
                        work(
                                phases(1, 40, 2, 2, 2, 32).bytes(1000, 1000),
                                phases(-1, 8, 2, 2, 2, 1).bytes(1000, 1000)),
                        CheckpointCause.ASYNC_QUEUE,
                        0.882),
                // 80 of 160 MB were in flight: 50 %, times .896
                argumentSet(
                        "data in flight",
                        work(
                                phases(1, 40, 2, 2, 2, 32).bytes(100 * MB, 40 * MB),
                                phases(-1, 40, 2, 2, 2, 32).bytes(100 * MB, 40 * MB),
                                80 * MB),
                        CheckpointCause.IN_FLIGHT_DATA,
                        0.448),
                // the last acknowledgement came after 10 s of 40 s: 75 %, 2.5 thresholds; async 4 of 40 s, .2; 1 -
                // .2/2.5
                argumentSet("finishing", work(USUAL, MEDIAN), CheckpointCause.FINALIZE, 0.92),
                // 25, 20, 20 and 20 %: none reaches its threshold
                argumentSet(
                        "no phase dominates",
                        work(
                                phases(1, 40, 10, 8, 8, 8).bytes(100 * MB, 40 * MB),
                                phases(-1, 40, 10, 8, 8, 8).bytes(100 * MB, 40 * MB)),
                        CheckpointCause.UNKNOWN,
                        0.0));
    }

    @ParameterizedTest
    @MethodSource("completed")
    void namesThePhaseThatMadeACompletedCheckpointSlow(TaskSample work, CheckpointCause cause, double confidence) {
        CheckpointSample slow = job.completed(200, 50, 40, work);
        CheckpointAttribution found = AttributionTree.completed(slow, job.scene());
        assertThat(found.cause()).as(found.reason()).isEqualTo(cause);
        assertThat(found.confidence()).as(found.reason()).isEqualTo(confidence, within(0.001));
    }

    @Test
    void namesASubtaskThatIsLateWithMoreRecordsThanItsSiblings() {
        // start delay 30 s, the median 1 s; 9000 records over the median's 1000: 9 times; 1 - 3/9
        job.recordsOfWork[1] = 9000;
        CheckpointSample slow =
                job.completed(200, 50, 40, work(phases(1, 40, 30, 2, 2, 4).bytes(100 * MB, 40 * MB), MEDIAN));
        CheckpointAttribution found = AttributionTree.completed(slow, job.scene());
        assertThat(found.cause()).isEqualTo(CheckpointCause.DATA_SKEW);
        assertThat(found.place())
                .isEqualTo(new Place(Optional.of(WORK), Optional.of("work"), OptionalInt.of(1), Optional.of("tm-1")));
    }

    @Test
    void takesTheBottleneckForThePlaceOfBackpressure() {
        job.bottleneck = Optional.of(Place.vertex(SINK, "sink"));
        job.load(WORK, 0.1, 0.9);
        CheckpointSample slow = job.completed(
                200,
                50,
                40,
                work(
                        phases(1, 40, 30, 2, 2, 4).bytes(100 * MB, 40 * MB),
                        phases(-1, 40, 30, 2, 2, 4).bytes(100 * MB, 40 * MB)));
        CheckpointAttribution found = AttributionTree.completed(slow, job.scene());
        assertThat(found.cause()).isEqualTo(CheckpointCause.BACKPRESSURE);
        assertThat(found.place()).isEqualTo(Place.vertex(SINK, "sink"));
    }

    @Test
    void trustsAStartDelayWithoutBackpressureOnlyHalf() {
        CheckpointSample slow = job.completed(
                200,
                50,
                40,
                work(
                        phases(1, 40, 30, 2, 2, 4).bytes(100 * MB, 40 * MB),
                        phases(-1, 40, 30, 2, 2, 4).bytes(100 * MB, 40 * MB)));
        double before = AttributionTree.completed(slow, job.scene()).confidence();
        job.load(WORK, 0.1, 0.05);
        CheckpointAttribution found = AttributionTree.completed(slow, job.scene());
        assertThat(found.confidence()).isEqualTo(before / 2, within(1e-9));
        assertThat(found.reason()).contains("though nothing is backpressured now");
    }

    @Test
    void cannotTellStorageFromHabitBeforeThereIsAHabit() {
        PlantedJob young = new PlantedJob();
        CheckpointSample slow = young.completed(
                200,
                50,
                40,
                work(
                        phases(1, 40, 2, 2, 2, 32).bytes(100 * MB, 40 * MB),
                        phases(-1, 40, 2, 2, 2, 32).bytes(100 * MB, 40 * MB)));
        CheckpointAttribution found = AttributionTree.completed(slow, young.scene());
        assertThat(found.cause()).isEqualTo(CheckpointCause.STORAGE_SLOW);
        // half of the margin of .896
        assertThat(found.confidence()).isEqualTo(0.448, within(0.001));
    }

    static Stream<Arguments> missingAcknowledgements() {
        return Stream.of(
                argumentSet(
                        "nobody, the sources neither",
                        List.of(nobody(SOURCE), nobody(WORK), nobody(SINK)),
                        CheckpointCause.TRIGGER_STUCK,
                        SOURCE),
                argumentSet(
                        "one subtask",
                        List.of(everybody(SOURCE), missing(WORK, 2), everybody(SINK)),
                        CheckpointCause.SLOW_SUBTASK,
                        WORK),
                argumentSet(
                        "a vertex and everything behind it",
                        List.of(everybody(SOURCE), nobody(WORK), nobody(SINK)),
                        CheckpointCause.BACKPRESSURE,
                        WORK),
                argumentSet(
                        "a vertex through which the barrier has passed",
                        List.of(everybody(SOURCE), nobody(WORK), everybody(SINK)),
                        CheckpointCause.STORAGE_SLOW,
                        WORK),
                argumentSet(
                        "the last vertex, without backpressure before it",
                        List.of(everybody(SOURCE), everybody(WORK), nobody(SINK)),
                        CheckpointCause.STORAGE_SLOW,
                        SINK),
                argumentSet(
                        "all of one TaskManager",
                        List.of(missing(SOURCE, 2), missing(WORK, 2), missing(SINK, 2)),
                        CheckpointCause.SLOW_TASK_MANAGER,
                        null),
                argumentSet(
                        "nobody is missing",
                        List.of(everybody(SOURCE), everybody(WORK), everybody(SINK)),
                        CheckpointCause.FINALIZE,
                        null));
    }

    @ParameterizedTest
    @MethodSource("missingAcknowledgements")
    void namesWhoIsMissingInAPendingCheckpointAndInOneThatExpired(
            List<TaskSample> tasks, CheckpointCause cause, @org.jspecify.annotations.Nullable Object vertex) {
        TaskSample[] parts = tasks.toArray(TaskSample[]::new);
        CheckpointSample expired = job.expired(200, 110, parts);
        job.fail(200, 10, "CHECKPOINT_EXPIRED", false);
        for (CheckpointAttribution found : List.of(
                AttributionTree.pending(job.pending(200, 60, parts), job.scene()),
                AttributionTree.failed(job.failures.get(0), Optional.of(expired), job.scene()))) {
            assertThat(found.cause()).as(found.reason()).isEqualTo(cause);
            assertThat(found.place().vertex().orElse(null)).isEqualTo(vertex);
            assertThat(found.confidence()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void namesTheTaskManagerOfALateSubtask() {
        CheckpointSample pending = job.pending(200, 60, everybody(SOURCE), missing(WORK, 2), everybody(SINK));
        assertThat(AttributionTree.pending(pending, job.scene()).place().process())
                .contains("tm-2");
    }

    @Test
    void knowsTheStateOfALateSubtaskFromEarlierCheckpoints() {
        SubtaskSample large = phases(2, 10, 1, 1, 1, 8).bytes(900 * MB, 40 * MB);
        job.history.add(0, job.completed(150, 70, 10, work(large, MEDIAN)));
        CheckpointSample pending = job.pending(200, 60, everybody(SOURCE), missing(WORK, 2), everybody(SINK));
        CheckpointAttribution found = AttributionTree.pending(pending, job.scene());
        assertThat(found.cause()).isEqualTo(CheckpointCause.STATE_SKEW);
        assertThat(found.reason()).contains("holds 9.0 times the state of the median subtask");
    }

    @Test
    void takesBackpressureForTheReasonThatTheLastVertexIsLate() {
        job.load(WORK, 0.1, 0.8);
        CheckpointSample pending = job.pending(200, 60, everybody(SOURCE), everybody(WORK), nobody(SINK));
        CheckpointAttribution found = AttributionTree.pending(pending, job.scene());
        assertThat(found.cause()).isEqualTo(CheckpointCause.BACKPRESSURE);
        assertThat(found.place()).isEqualTo(Place.vertex(SINK, "sink"));
    }

    @Test
    void suspectsTheSynchronousPartWhereItWasLongBefore() {
        // 6 of 10 s
        job.history.add(
                0, job.completed(150, 70, 10, work(phases(1, 10, 1, 1, 6, 2).bytes(100 * MB, 40 * MB), MEDIAN)));
        CheckpointSample pending = job.pending(200, 60, everybody(SOURCE), nobody(WORK), everybody(SINK));
        assertThat(AttributionTree.pending(pending, job.scene()).cause()).isEqualTo(CheckpointCause.SYNC_SNAPSHOT);
    }

    static Stream<Arguments> reasons() {
        return Stream.of(
                Arguments.of("IO_EXCEPTION", CheckpointCause.JOB_MANAGER_STORAGE),
                Arguments.of("FINALIZE_CHECKPOINT_FAILURE", CheckpointCause.JOB_MANAGER_STORAGE),
                Arguments.of("CHECKPOINT_ASYNC_EXCEPTION", CheckpointCause.TASK_STORAGE),
                Arguments.of("CHECKPOINT_DECLINED", CheckpointCause.DECLINED),
                Arguments.of("CHECKPOINT_DECLINED_TASK_NOT_READY", CheckpointCause.LIFECYCLE),
                Arguments.of("NOT_ALL_REQUIRED_TASKS_RUNNING", CheckpointCause.LIFECYCLE),
                Arguments.of("CHECKPOINT_COORDINATOR_SUSPEND", CheckpointCause.LIFECYCLE),
                Arguments.of("JOB_FAILOVER_REGION", CheckpointCause.LIFECYCLE),
                Arguments.of("TOO_MANY_CHECKPOINT_REQUESTS", CheckpointCause.CONFIG),
                Arguments.of("MINIMUM_TIME_BETWEEN_CHECKPOINTS", CheckpointCause.CONFIG),
                Arguments.of("TRIGGER_CHECKPOINT_FAILURE", CheckpointCause.UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void letsFlinksReasonSettleWhatItCan(String reason, CheckpointCause cause) {
        job.fail(200, 10, reason, false);
        CheckpointAttribution found = AttributionTree.failed(job.failures.get(0), Optional.empty(), job.scene());
        assertThat(found.cause()).isEqualTo(cause);
        assertThat(found.reason()).contains("java.io.IOException: disk full");
    }

    @Test
    void namesTheTaskThatCouldNotWrite() {
        job.fail(200, 10, "CHECKPOINT_ASYNC_EXCEPTION", false);
        assertThat(AttributionTree.failed(job.failures.get(0), Optional.empty(), job.scene())
                        .place())
                .isEqualTo(new Place(Optional.of(WORK), Optional.of("work"), OptionalInt.of(2), Optional.of("tm-2")));
    }

    @Test
    void blamesTheTimeoutWhereCheckpointsUsuallyNeedMostOfIt() {
        PlantedJob tight = new PlantedJob();
        for (int i = 0; i < 5; i++) {
            // 85 s of the timeout of 100 s
            tight.history.add(tight.completed(100 - i, 200 + 100 * i, 85, work(USUAL, MEDIAN)));
        }
        tight.fail(200, 10, "CHECKPOINT_EXPIRED", false);
        CheckpointAttribution found = AttributionTree.failed(
                tight.failures.get(0),
                Optional.of(tight.expired(200, 110, everybody(SOURCE), nobody(WORK), nobody(SINK))),
                tight.scene());
        assertThat(found.cause()).isEqualTo(CheckpointCause.TIMEOUT_TOO_SHORT);
        assertThat(found.confidence()).isEqualTo(0.85);
    }

    @Test
    void projectsAPendingCheckpointByItsBytes() {
        // usually 160 MB; 40 MB acknowledged after 20 s: 80 s in all
        TaskSample quarter = new TaskSample(
                WORK,
                4,
                1,
                List.of(1, 2, 3),
                100 * MB,
                40 * MB,
                0,
                List.of(USUAL),
                Optional.of(USUAL),
                Optional.of(USUAL));
        CheckpointSample pending = job.pending(200, 20, everybody(SOURCE), quarter, everybody(SINK));
        assertThat(AttributionTree.projectedSeconds(pending, job.scene())).hasValue(80);
        assertThat(AttributionTree.projectedSeconds(job.pending(201, 20, nobody(WORK)), job.scene()))
                .as("nothing written yet")
                .isEmpty();
    }
}
