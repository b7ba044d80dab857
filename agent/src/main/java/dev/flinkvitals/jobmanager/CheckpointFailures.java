/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.VertexId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoint failures as the hook sees them: queued raw on Flink's thread (which holds the checkpoint coordinator's lock),
 * translated later on ours. Thread safe; bounded in jobs, failures per job, and queue.
 */
public final class CheckpointFailures {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFailures.class);
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

    private int monitors;
    private volatile boolean watched;

    /** Flink's objects, held from the hook until the monitor's next cycle and no longer. */
    private record Raw(
            long atMillis,
            Object job,
            @Nullable Object properties,
            @Nullable Object exception,
            @Nullable Object attempt,
            @Nullable Object stats) {}

    private static final class JobLog {
        final Deque<CheckpointFailure> newestFirst = new ArrayDeque<>();
        final Map<String, Long> byReason = new TreeMap<>();
    }

    /** A monitor starts: from now on failures are kept for it. */
    public synchronized void watch() {
        monitors++;
        watched = true;
    }

    /** A monitor stops. After the last one nothing of Flink's is held, and nothing is taken any more. */
    public synchronized void unwatch() {
        monitors--;
        watched = monitors > 0;
        if (!watched) {
            queue.clear();
        }
    }

    /**
     * Takes the arguments of {@code handleCheckpointException}. Never blocks; when the queue is full the failure is counted
     * as dropped. Without a monitor it takes nothing: exceptions may belong to a job's class loader, and nobody would let
     * go of them.
     */
    public void offer(@Nullable Object[] arguments) {
        Object job = arguments[4];
        if (!watched || job == null) {
            return;
        }
        Raw raw = new Raw(System.currentTimeMillis(), job, arguments[1], arguments[2], arguments[3], arguments[5]);
        if (!queue.offer(raw)) {
            dropped.incrementAndGet();
        }
    }

    /** Failures lost because the queue was full or because this Flink tells them in another way. */
    public long dropped() {
        return dropped.get();
    }

    /**
     * Translates what was queued; called by the monitor.
     *
     * @return the new failures, oldest first
     */
    public synchronized List<Map.Entry<JobId, CheckpointFailure>> drain() {
        List<Map.Entry<JobId, CheckpointFailure>> drained = new ArrayList<>();
        for (Raw raw = queue.poll(); raw != null; raw = queue.poll()) {
            try {
                JobId id = new JobId(raw.job().toString());
                CheckpointFailure failure = translate(raw);
                keep(id, failure);
                drained.add(Map.entry(id, failure));
            } catch (RuntimeException | LinkageError e) {
                // Messages of exceptions can be a user's code: one that throws must not cost the other failures.
                dropped.incrementAndGet();
                LOG.debug("A checkpoint failure could not be read", e);
            }
        }
        return drained;
    }

    private void keep(JobId id, CheckpointFailure failure) {
        JobLog log = byJob.computeIfAbsent(id, j -> new JobLog());
        log.newestFirst.addFirst(failure);
        if (log.newestFirst.size() > PER_JOB) {
            log.newestFirst.removeLast();
        }
        log.byReason.merge(failure.reason(), 1L, Long::sum);
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
        CheckpointProperties properties = (CheckpointProperties) raw.properties();
        CheckpointException exception =
                (CheckpointException) Objects.requireNonNull(raw.exception(), "a failure without an exception");
        ExecutionAttemptID attempt = (ExecutionAttemptID) raw.attempt();
        PendingCheckpointStats stats = (PendingCheckpointStats) raw.stats();
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
