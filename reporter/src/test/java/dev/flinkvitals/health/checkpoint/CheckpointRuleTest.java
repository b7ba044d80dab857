/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.JobStatusReading;
import dev.flinkvitals.signals.RestartReading;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Interval 60 s, checkpoints of 10 s, timeout 100 s: a checkpoint is due every 60 + 10 = 70 s. */
class CheckpointRuleTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final VertexId SINK = SimulatedJob.vertex(3);
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final List<CheckpointSample> history = new ArrayList<>();
    private final List<CheckpointFailure> failures = new ArrayList<>();
    private Optional<Instant> lastTrigger = Optional.empty();
    private Optional<Instant> restoredAt = Optional.empty();
    private Instant startedAt = NOW.minusSeconds(3600);
    private int tolerable;

    static Stream<Arguments> exposures() {
        return Stream.of(
                Arguments.argumentSet("70 s / 70 s = 1", 70, 1.0, 0.0),
                Arguments.argumentSet("105 s / 70 s = 1.5", 105, 1.5, 0.0),
                Arguments.argumentSet("140 s / 70 s = 2", 140, 2.0, 0.5),
                Arguments.argumentSet("175 s / 70 s = 2.5", 175, 2.5, 0.75),
                Arguments.argumentSet("210 s / 70 s = 3", 210, 3.0, 1.0));
    }

    @ParameterizedTest
    @MethodSource("exposures")
    void exposureIsAgeOverIntervalPlusDuration(int ageSeconds, double exposure, double severity) {
        completed(ageSeconds, 10, false);
        assertThat(vitals().exposure()).hasValue(exposure);
        assertThat(known().severity()).isEqualTo(severity, within(1e-9));
    }

    @Test
    void minPausePlusDurationIsTheIntervalOfAJobThatCannotKeepIt() {
        completed(100, 90, false);
        CheckpointSettings settings = new CheckpointSettings(
                Duration.ofSeconds(60),
                Duration.ofSeconds(100),
                Duration.ofSeconds(30),
                0,
                false,
                Optional.empty(),
                Optional.empty(),
                1,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        // effective interval max(60, 30 + 90) = 120, plus p95 90
        assertThat(judge(reading(settings)).vitals().exposure()).hasValue(100 / 210.0);
    }

    @Test
    void leavesOurOwnSnapshotsOutOfTheDurations() {
        completed(70, 10, false);
        completed(20, 500, true);
        assertThat(vitals().durationP95()).contains(Duration.ofSeconds(10));
        assertThat(vitals().age()).as("yet ours count for recovery").contains(Duration.ofSeconds(20));
    }

    @Test
    void measuresFromTheRestoreAndThenFromTheStartWhileNothingCompleted() {
        assertThat(vitals().age()).contains(Duration.ofHours(1));
        restoredAt = Optional.of(NOW.minusSeconds(50));
        assertThat(vitals().age()).contains(Duration.ofSeconds(50));
    }

    @Test
    void givesAJobTimeForItsFirstCheckpoint() {
        startedAt = NOW.minusSeconds(120);
        // 120 s / (60 s interval + 20 s grace) = 1.5
        assertThat(known().severity()).isZero();
        assertThat(known().reason()).isEqualTo("no checkpoint completed yet, 2 min after the job's start");
        startedAt = NOW.minusSeconds(240);
        assertThat(known().severity()).isEqualTo(1.0);
    }

    @Test
    void countsFailuresSinceTheLastSuccessAgainstWhatIsTolerated() {
        tolerable = 3;
        completed(60, 10, false);
        fail(55, "CHECKPOINT_EXPIRED", false);
        fail(40, "CHECKPOINT_EXPIRED", false);
        assertThat(vitals().consecutiveFailures())
                .as("the first was before the success")
                .hasValue(1);
        fail(30, "CHECKPOINT_DECLINED", false);
        // 2 / (3 + 1)
        assertThat(known().severity()).isEqualTo(0.5, within(1e-9));
        assertThat(known().reason())
                .isEqualTo("2 checkpoints failed in a row, 3 are tolerated; the last one: CHECKPOINT_DECLINED");
    }

    @Test
    void countsOnlyWhatFlinkCounts() {
        completed(60, 10, false);
        fail(40, "CHECKPOINT_COORDINATOR_SUSPEND", false);
        fail(30, "CHECKPOINT_EXPIRED", true);
        assertThat(vitals().consecutiveFailures()).hasValue(0);
        fail(20, "CHECKPOINT_ASYNC_EXCEPTION", true);
        assertThat(vitals().consecutiveFailures()).hasValue(1);
    }

    @Test
    void namesWhereAPendingCheckpointWaits() {
        completed(100, 10, false);
        history.add(
                0,
                sample(
                        CheckpointSample.Status.IN_PROGRESS,
                        60,
                        Optional.empty(),
                        false,
                        List.of(new CheckpointSample.TaskSample(
                                SINK, 2, 1, List.of(1), 0, 0, 0, List.of(), Optional.empty(), Optional.empty()))));
        // 60 s of the 100 s timeout
        assertThat(known().severity()).isEqualTo(0.5, within(1e-9));
        assertThat(known().place()).isEqualTo(Place.subtask(SINK, "sink", 1));
        assertThat(known().reason())
                .isEqualTo("a checkpoint has been pending for 1 min and expires after 1 min 40 s; subtask 1 of"
                        + " vertex 'sink' is the only one of 2 that did not acknowledge, with no more state and"
                        + " records than the others");
    }

    @Test
    void namesThePhaseThatMadeACheckpointSlow() {
        CheckpointSample.SubtaskSample slow = subtask(10, 6, 0, 1, 3, 100, 100);
        history.add(sample(CheckpointSample.Status.COMPLETED, 150, Optional.of(10), false, tasks(slow)));
        lastTrigger = Optional.of(NOW.minusSeconds(150));
        assertThat(known().reason())
                .isEqualTo(
                        "the last completed checkpoint was triggered 2 min 30 s ago, 2.1 times what its interval allows;"
                                + " the slowest part is subtask 1 of vertex 'sink' with 10 s, 60 % of it start delay: barriers"
                                + " queue behind data");
    }

    @Test
    void expectsASavepointToUploadTheWholeStateOfTheLargestSubtask() {
        // 2 s + 1 s until the barriers are through; 400 MB at 10 MB in 0.5 s take 20 s
        CheckpointSample.SubtaskSample subtask = new CheckpointSample.SubtaskSample(
                1,
                Duration.ofSeconds(4),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ZERO,
                Duration.ofMillis(500),
                400_000_000,
                10_000_000);
        history.add(sample(CheckpointSample.Status.COMPLETED, 30, Optional.of(4), false, tasks(subtask)));
        assertThat(vitals().expectedSnapshotTime()).contains(Duration.ofSeconds(23));
    }

    @Test
    void expectsASavepointToTakeAtLeastAsLongAsACheckpoint() {
        history.add(sample(
                CheckpointSample.Status.COMPLETED, 30, Optional.of(9), false, tasks(subtask(9, 0, 0, 0, 0, 400, 10))));
        assertThat(vitals().expectedSnapshotTime()).contains(Duration.ofSeconds(9));
    }

    @Test
    void isMissingWhileTheSettingsAreNotKnown() {
        assertThat(judge(reading(null)).judgement()).isInstanceOf(Judgement.Missing.class);
    }

    private void completed(int triggeredSecondsAgo, int durationSeconds, boolean ours) {
        history.add(
                0,
                sample(
                        CheckpointSample.Status.COMPLETED,
                        triggeredSecondsAgo,
                        Optional.of(durationSeconds),
                        ours,
                        List.of()));
        lastTrigger = Optional.of(NOW.minusSeconds(triggeredSecondsAgo));
    }

    private void fail(int secondsAgo, String reason, boolean savepoint) {
        failures.add(
                0,
                new CheckpointFailure(
                        NOW.minusSeconds(secondsAgo),
                        OptionalLong.of(7),
                        savepoint,
                        reason,
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty()));
    }

    private static CheckpointSample sample(
            CheckpointSample.Status status,
            int triggeredSecondsAgo,
            Optional<Integer> durationSeconds,
            boolean ours,
            List<CheckpointSample.TaskSample> tasks) {
        Instant triggered = NOW.minusSeconds(triggeredSecondsAgo);
        return new CheckpointSample(
                7,
                CheckpointSample.Kind.CHECKPOINT,
                status,
                ours,
                triggered,
                durationSeconds.map(Duration::ofSeconds),
                durationSeconds.map(triggered::plusSeconds),
                0,
                0,
                0,
                0,
                2,
                1,
                false,
                Optional.empty(),
                Optional.empty(),
                tasks);
    }

    private static List<CheckpointSample.TaskSample> tasks(CheckpointSample.SubtaskSample slowest) {
        return List.of(new CheckpointSample.TaskSample(
                SINK,
                2,
                2,
                List.of(),
                slowest.stateBytes(),
                0,
                0,
                List.of(slowest),
                Optional.empty(),
                Optional.of(slowest)));
    }

    private static CheckpointSample.SubtaskSample subtask(
            int acknowledged, int startDelay, int alignment, int sync, int async, long state, long written) {
        return new CheckpointSample.SubtaskSample(
                1,
                Duration.ofSeconds(acknowledged),
                Duration.ofSeconds(startDelay),
                Duration.ofSeconds(alignment),
                Duration.ofSeconds(sync),
                Duration.ofSeconds(async),
                state,
                written);
    }

    private Judgement.Known known() {
        return judge(reading(settings()))
                .judgement()
                .fold(known -> known, missing -> none(missing.reason()), n -> none(n.reason()));
    }

    private static CheckpointJudge.Outcome judge(JobReading reading) {
        return new CheckpointJudge(GRACE).judge(reading, Optional.empty(), List.of());
    }

    private static Judgement.Known none(String reason) {
        throw new AssertionError("expected a known finding, found: " + reason);
    }

    private CheckpointVitals vitals() {
        return judge(reading(settings())).vitals();
    }

    private CheckpointSettings settings() {
        return new CheckpointSettings(
                Duration.ofSeconds(60),
                Duration.ofSeconds(100),
                Duration.ZERO,
                tolerable,
                false,
                Optional.empty(),
                Optional.empty(),
                1,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private JobReading reading(@Nullable CheckpointSettings settings) {
        return new JobReading(
                new Tick(NOW, Duration.ofHours(1)),
                new JobId("0".repeat(32)),
                "orders",
                new JobStatusReading(JobPhase.RUNNING, startedAt, startedAt, 2, 2, OptionalLong.of(0)),
                new Topology(List.of(new Topology.Vertex(SINK, "sink", 2, 128, List.of()))),
                new CheckpointReading(
                        Optional.ofNullable(settings), Optional.of(true), history, failures, lastTrigger, restoredAt),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Coverage(1, 1),
                RestartReading.UNKNOWN,
                List.of(),
                List.of(),
                InsideEvidence.NONE);
    }
}
