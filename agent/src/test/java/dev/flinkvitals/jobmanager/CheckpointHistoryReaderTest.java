/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSample.SubtaskSample;
import dev.flinkvitals.signals.CheckpointSample.TaskSample;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.CheckpointRetentionPolicy;
import org.apache.flink.runtime.checkpoint.CheckpointStatsFixture;
import org.apache.flink.runtime.checkpoint.PendingCheckpointStats;
import org.junit.jupiter.api.Test;

class CheckpointHistoryReaderTest {
    private static final long TRIGGERED = 1_000_000;
    private static final VertexId VERTEX = new VertexId(CheckpointStatsFixture.VERTEX.toString());
    private static final CheckpointProperties CHECKPOINT =
            CheckpointProperties.forCheckpoint(CheckpointRetentionPolicy.RETAIN_ON_CANCELLATION);
    private static final CheckpointProperties SAVEPOINT =
            CheckpointProperties.forSavepoint(false, SavepointFormatType.NATIVE);

    private final CheckpointStatsFixture flink = new CheckpointStatsFixture();

    @Test
    void tellsAStopWithSavepointFromASavepoint() {
        flink.pending(8, TRIGGERED, SAVEPOINT);
        flink.pending(9, TRIGGERED + 1, CheckpointProperties.forSyncSavepoint(false, true, SavepointFormatType.NATIVE));

        assertThat(read())
                .extracting(CheckpointSample::kind)
                .containsExactly(CheckpointSample.Kind.STOP_WITH_SAVEPOINT, CheckpointSample.Kind.SAVEPOINT);
    }

    @Test
    void readsACompletedCheckpoint() {
        PendingCheckpointStats pending = flink.pending(7, TRIGGERED, CHECKPOINT);
        flink.acknowledge(pending, CheckpointStatsFixture.subtask(1, TRIGGERED + 30));
        flink.acknowledge(pending, CheckpointStatsFixture.subtask(0, TRIGGERED + 40));
        flink.complete(pending, "file:/checkpoints/7");

        assertThat(read())
                .containsExactly(new CheckpointSample(
                        7,
                        CheckpointSample.Kind.CHECKPOINT,
                        CheckpointSample.Status.COMPLETED,
                        false,
                        Instant.ofEpochMilli(TRIGGERED),
                        Optional.of(Duration.ofMillis(40)),
                        Optional.of(Instant.ofEpochMilli(TRIGGERED + 40)),
                        200,
                        140,
                        22,
                        26,
                        2,
                        2,
                        false,
                        Optional.of("file:/checkpoints/7"),
                        Optional.empty(),
                        List.of(new TaskSample(
                                VERTEX,
                                2,
                                2,
                                List.of(),
                                200,
                                140,
                                26,
                                List.of(acknowledged(0, 40)),
                                Optional.of(acknowledged(-1, 30)),
                                Optional.of(acknowledged(0, 40))))));
    }

    @Test
    void tellsWhoseAcknowledgementIsMissing() {
        PendingCheckpointStats pending = flink.pending(7, TRIGGERED, CHECKPOINT);
        flink.acknowledge(pending, CheckpointStatsFixture.subtask(0, TRIGGERED + 40));

        assertThat(read()).singleElement().satisfies(sample -> {
            assertThat(sample.status()).isEqualTo(CheckpointSample.Status.IN_PROGRESS);
            assertThat(sample.endedAt()).isEmpty();
            assertThat(sample.acknowledged()).isEqualTo(1);
            assertThat(sample.tasks()).singleElement().satisfies(task -> {
                assertThat(task.unacknowledged()).containsExactly(1);
                assertThat(task.slowest())
                        .singleElement()
                        .satisfies(slowest -> assertThat(slowest.subtask()).isZero());
            });
        });
    }

    @Test
    void durationIsNotKnownBeforeTheFirstAcknowledgement() {
        flink.pending(7, TRIGGERED, CHECKPOINT);

        assertThat(read()).singleElement().satisfies(sample -> {
            assertThat(sample.endToEnd()).isEmpty();
            assertThat(sample.tasks()).singleElement().satisfies(task -> {
                assertThat(task.unacknowledged()).contains(0);
                assertThat(task.slowest()).isEmpty();
            });
        });
    }

    @Test
    void readsAFailedSavepoint() {
        PendingCheckpointStats pending = flink.pending(8, TRIGGERED, SAVEPOINT);
        flink.fail(pending, TRIGGERED + 500, "disk full");

        assertThat(read()).singleElement().satisfies(sample -> {
            assertThat(sample.kind()).isEqualTo(CheckpointSample.Kind.SAVEPOINT);
            assertThat(sample.status()).isEqualTo(CheckpointSample.Status.FAILED);
            assertThat(sample.endedAt()).hasValue(Instant.ofEpochMilli(TRIGGERED + 500));
            assertThat(sample.failureMessage()).hasValue("disk full");
            assertThat(sample.externalPath()).isEmpty();
        });
    }

    @Test
    void clocksThatDifferGiveNoNegativeDuration() {
        PendingCheckpointStats pending = flink.pending(7, TRIGGERED, CHECKPOINT);
        flink.acknowledge(pending, CheckpointStatsFixture.subtaskWithoutPhases(0, TRIGGERED - 5));

        assertThat(read()).singleElement().satisfies(sample -> {
            assertThat(sample.endToEnd()).hasValue(Duration.ZERO);
            assertThat(sample.tasks().get(0).slowest()).singleElement().satisfies(slowest -> {
                assertThat(slowest.acknowledgedAfter()).isZero();
                assertThat(slowest.alignment()).isZero();
            });
        });
    }

    @Test
    void newestComesFirstAndOursAreMarked() {
        flink.pending(7, TRIGGERED, CHECKPOINT);
        flink.pending(8, TRIGGERED + 10, CHECKPOINT);

        List<CheckpointSample> samples = CheckpointHistoryReader.read(flink.history(), sample -> sample.id() == 7);

        assertThat(samples).extracting(CheckpointSample::id).containsExactly(8L, 7L);
        assertThat(samples).extracting(CheckpointSample::ours).containsExactly(false, true);
    }

    private List<CheckpointSample> read() {
        return CheckpointHistoryReader.read(flink.history(), sample -> false);
    }

    private static SubtaskSample acknowledged(int index, int afterMillis) {
        return new SubtaskSample(
                index,
                Duration.ofMillis(afterMillis),
                Duration.ofMillis(2),
                Duration.ofMillis(1),
                Duration.ofMillis(3),
                Duration.ofMillis(4),
                100,
                70);
    }
}
