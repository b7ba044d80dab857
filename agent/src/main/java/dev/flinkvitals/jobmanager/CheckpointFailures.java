/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.VertexId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.PendingCheckpointStats;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.util.SerializedThrowable;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoint failures as the hook sees them: queued raw on Flink's thread (which holds the checkpoint coordinator's lock),
 * translated later on ours. Thread safe; bounded in jobs, failures per job, and queue.
 */
public final class CheckpointFailures {
    private static final int QUEUE = 1024;
    private static final int JOBS = 256;
    private static final int PER_JOB = 32;

    private final BlockingQueue<Raw> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong dropped = new AtomicLong();
    private final Map<JobId, JobLog> byJob = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, JobLog> eldest) {
            return size() > JOBS;
        }
    };

    @SuppressWarnings(
            "ArrayRecordComponent") // Never compared: it only carries the arguments from one thread to another.
    private record Raw(long atMillis, Object[] arguments) {}

    private static final class JobLog {
        final Deque<CheckpointFailure> newestFirst = new ArrayDeque<>();
        final Map<String, Long> byReason = new TreeMap<>();
    }

    /**
     * Takes the arguments of {@code handleCheckpointException}. Never blocks; when the queue is full the failure is counted
     * as dropped.
     */
    public void offer(Object[] arguments) {
        if (!queue.offer(new Raw(System.currentTimeMillis(), arguments))) {
            dropped.incrementAndGet();
        }
    }

    /** Failures lost because the queue was full. */
    public long dropped() {
        return dropped.get();
    }

    /**
     * Translates what was queued; called by the monitor.
     *
     * @return the new failures, oldest first
     */
    public synchronized List<Map.Entry<JobId, CheckpointFailure>> drain() {
        List<Map.Entry<JobId, CheckpointFailure>> drained = new java.util.ArrayList<>();
        for (Raw raw = queue.poll(); raw != null; raw = queue.poll()) {
            Object job = raw.arguments()[4];
            if (job == null) {
                continue;
            }
            JobId id = new JobId(job.toString());
            CheckpointFailure failure = translate(raw);
            JobLog log = byJob.computeIfAbsent(id, j -> new JobLog());
            log.newestFirst.addFirst(failure);
            if (log.newestFirst.size() > PER_JOB) {
                log.newestFirst.removeLast();
            }
            log.byReason.merge(failure.reason(), 1L, Long::sum);
            drained.add(Map.entry(id, failure));
        }
        return drained;
    }

    /** The recent failures of a job, newest first. */
    public synchronized List<CheckpointFailure> of(JobId job) {
        JobLog log = byJob.get(job);
        return log == null ? List.of() : List.copyOf(log.newestFirst);
    }

    /** Failures of a job by reason, since this process first saw it. */
    public synchronized Map<String, Long> countsOf(JobId job) {
        JobLog log = byJob.get(job);
        return log == null ? Map.of() : Map.copyOf(log.byReason);
    }

    private static CheckpointFailure translate(Raw raw) {
        CheckpointProperties properties = (CheckpointProperties) raw.arguments()[1];
        CheckpointException exception = (CheckpointException) raw.arguments()[2];
        ExecutionAttemptID attempt = (ExecutionAttemptID) raw.arguments()[3];
        PendingCheckpointStats stats = (PendingCheckpointStats) raw.arguments()[5];
        return new CheckpointFailure(
                Instant.ofEpochMilli(raw.atMillis()),
                stats == null ? OptionalLong.empty() : OptionalLong.of(stats.getCheckpointId()),
                properties != null && properties.isSavepoint(),
                exception.getCheckpointFailureReason().name(),
                String.valueOf(exception.getMessage()),
                rootCause(exception),
                attempt == null
                        ? Optional.empty()
                        : Optional.of(new VertexId(attempt.getJobVertexId().toString())),
                attempt == null ? OptionalInt.empty() : OptionalInt.of(attempt.getSubtaskIndex()),
                Optional.empty());
    }

    private static Optional<String> rootCause(Throwable exception) {
        @Nullable Throwable cause = exception.getCause();
        if (cause == null) {
            return Optional.empty();
        }
        // A cycle of causes is possible in hand-made exceptions: a few steps are enough.
        for (int depth = 0; depth < 16 && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        // From a TaskManager it arrives as SerializedThrowable, whose message starts with the name of the original
        // class.
        return Optional.of(
                cause instanceof SerializedThrowable ? String.valueOf(cause.getMessage()) : cause.toString());
    }
}
