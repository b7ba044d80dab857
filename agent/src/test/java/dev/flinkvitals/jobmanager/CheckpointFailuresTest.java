/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.VertexId;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.executiongraph.ExecutionGraphID;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.scheduler.strategy.ExecutionVertexID;
import org.apache.flink.util.SerializedThrowable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckpointFailuresTest {
    private final CheckpointFailures failures = new CheckpointFailures();
    private final JobID job = new JobID();
    private final JobId id = new JobId(job.toString());

    @BeforeEach
    void aMonitorWatches() {
        failures.watch();
    }

    @Test
    void tellsReasonCauseAndFailingSubtask() {
        JobVertexID vertex = new JobVertexID();
        ExecutionAttemptID attempt =
                new ExecutionAttemptID(new ExecutionGraphID(), new ExecutionVertexID(vertex, 3), 0);
        failures.offer(arguments(
                CheckpointFailureReason.CHECKPOINT_ASYNC_EXCEPTION,
                new IllegalStateException("wrapper", new IOException("disk full")),
                attempt));

        assertThat(failures.drain()).hasSize(1);
        CheckpointFailure failure = failures.of(id).get(0);

        assertThat(failure.reason()).isEqualTo("CHECKPOINT_ASYNC_EXCEPTION");
        assertThat(failure.isCounted()).isTrue();
        assertThat(failure.cause()).hasValue("java.io.IOException: disk full");
        assertThat(failure.vertex()).hasValue(new VertexId(vertex.toString()));
        assertThat(failure.subtask()).hasValue(3);
        assertThat(failure.checkpointId()).isEmpty();
    }

    @Test
    void namesTheOriginalClassOfACauseFromATaskManager() {
        failures.offer(arguments(
                CheckpointFailureReason.CHECKPOINT_DECLINED,
                new SerializedThrowable(new IOException("disk full")),
                null));

        failures.drain();

        assertThat(failures.of(id).get(0).cause()).hasValue("java.io.IOException: disk full");
    }

    @Test
    void lifecycleAbortsAreNotCounted() {
        failures.offer(arguments(CheckpointFailureReason.CHECKPOINT_COORDINATOR_SUSPEND, null, null));

        failures.drain();

        assertThat(failures.of(id)).singleElement().satisfies(f -> {
            assertThat(f.isCounted()).isFalse();
            assertThat(f.cause()).isEmpty();
            assertThat(f.vertex()).isEmpty();
        });
    }

    @Test
    void keepsTheNewestAndCountsAll() {
        for (int i = 0; i < 100; i++) {
            failures.offer(arguments(CheckpointFailureReason.CHECKPOINT_EXPIRED, null, null));
        }
        failures.drain();

        assertThat(failures.of(id)).hasSize(32);
        assertThat(failures.countsOf(id)).containsEntry("CHECKPOINT_EXPIRED", 100L);
    }

    @Test
    void fullQueueDropsAndCountsInsteadOfBlocking() {
        for (int i = 0; i < 1500; i++) {
            failures.offer(arguments(CheckpointFailureReason.CHECKPOINT_EXPIRED, null, null));
        }

        assertThat(failures.dropped()).isEqualTo(1500 - 1024);
        assertThat(failures.drain()).hasSize(1024);
    }

    @Test
    void knowsNothingOfOtherJobs() {
        assertThat(failures.of(new JobId(new JobID().toString()))).isEqualTo(List.of());
    }

    @Test
    void holdsNothingOfFlinksWithoutAMonitor() {
        failures.watch();
        failures.offer(arguments(CheckpointFailureReason.CHECKPOINT_EXPIRED, null, null));

        failures.unwatch();
        assertThat(failures.drain()).as("one of two monitors is left").hasSize(1);

        failures.offer(arguments(CheckpointFailureReason.CHECKPOINT_EXPIRED, null, null));
        failures.unwatch();
        failures.offer(arguments(CheckpointFailureReason.CHECKPOINT_EXPIRED, null, null));
        assertThat(failures.drain()).as("none is left").isEmpty();
        assertThat(failures.dropped()).isZero();
    }

    @Test
    void failureThatCannotBeReadCostsOnlyItself() {
        RuntimeException hostile = new RuntimeException() {
            @Override
            public String getMessage() {
                throw new IllegalStateException("planted");
            }
        };
        failures.offer(arguments(CheckpointFailureReason.CHECKPOINT_DECLINED, hostile, null));
        failures.offer(new @Nullable Object[] {null, null, null, null, job, null, null});
        failures.offer(new @Nullable Object[] {null, null, null, null, null, null, null});
        failures.offer(arguments(CheckpointFailureReason.CHECKPOINT_EXPIRED, null, null));

        assertThat(failures.drain())
                .singleElement()
                .satisfies(drained -> assertThat(drained.getValue().reason()).isEqualTo("CHECKPOINT_EXPIRED"));
        assertThat(failures.dropped()).isEqualTo(2);
    }

    private @Nullable Object[] arguments(
            CheckpointFailureReason reason, @Nullable Throwable cause, @Nullable ExecutionAttemptID attempt) {
        CheckpointException exception =
                cause == null ? new CheckpointException(reason) : new CheckpointException(reason, cause);
        return new @Nullable Object[] {null, null, exception, attempt, job, null, null};
    }
}
