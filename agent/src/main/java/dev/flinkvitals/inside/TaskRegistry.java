/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.inside;

import dev.flinkvitals.metrics.TaskInside;
import dev.flinkvitals.signals.AttemptId;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.StateDeclaration;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.VertexId;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.taskmanager.Task;

/**
 * The tasks that run in this JVM, with their threads, keyed state backends and declared states. Fed by hooks on the tasks' own
 * threads, which only put into maps; an entry goes when its task's {@code run} ends, and until then holds thread and backends
 * weakly. Thread safe.
 */
public final class TaskRegistry implements TaskInside {
    private final Map<AttemptId, RunningTask> byAttempt = new ConcurrentHashMap<>();
    private final Map<Long, RunningTask> byThread = new ConcurrentHashMap<>();

    /** A registry without tasks. */
    public TaskRegistry() {}

    /**
     * A task begins to run, on the calling thread.
     *
     * @param task Flink's task
     */
    public void started(Object task) {
        ExecutionAttemptID id = ((Task) task).getExecutionId();
        AttemptId attempt = new AttemptId(
                new JobId(((Task) task).getJobID().toString()),
                new SubtaskId(new VertexId(id.getJobVertexId().toString()), id.getSubtaskIndex()),
                id.getAttemptNumber());
        started(attempt);
    }

    void started(AttemptId attempt) {
        RunningTask running = new RunningTask(attempt, Thread.currentThread());
        byAttempt.put(attempt, running);
        byThread.put(Thread.currentThread().getId(), running);
    }

    /** The task on the calling thread has come to its end. */
    public void ended() {
        RunningTask running = byThread.remove(Thread.currentThread().getId());
        if (running != null) {
            byAttempt.remove(running.attempt(), running);
        }
    }

    /**
     * A keyed state backend has a state, created or found, for the task on the calling thread.
     *
     * @param backend Flink's keyed state backend
     */
    public void uses(Object backend) {
        RunningTask running = byThread.get(Thread.currentThread().getId());
        if (running != null) {
            running.add((AbstractKeyedStateBackend<?>) backend);
        }
    }

    /**
     * The task on the calling thread declares a state.
     *
     * @param descriptor Flink's descriptor of the state
     */
    public void declares(Object descriptor) {
        RunningTask running = byThread.get(Thread.currentThread().getId());
        if (running != null) {
            running.add(
                    StateDescriptors.read(running.attempt().subtask().vertex(), (StateDescriptor<?, ?>) descriptor));
        }
    }

    @Override
    public OptionalLong cpuMillis(AttemptId attempt) {
        RunningTask running = byAttempt.get(attempt);
        if (running == null || !CpuClock.AVAILABLE) {
            return OptionalLong.empty();
        }
        // -1 for a thread that has ended.
        long nanos = CpuClock.THREADS.getThreadCpuTime(running.threadId());
        return nanos < 0 ? OptionalLong.empty() : OptionalLong.of(TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    @Override
    public List<StateDeclaration> states(AttemptId attempt) {
        return find(attempt).map(RunningTask::states).orElse(List.of());
    }

    /** The task of an attempt; empty if it does not run here. */
    Optional<RunningTask> find(AttemptId attempt) {
        return Optional.ofNullable(byAttempt.get(attempt));
    }

    /** Looked up on first use, which is a sampler's: nothing of JMX in premain. */
    private static final class CpuClock {
        static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
        static final boolean AVAILABLE = THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();

        private CpuClock() {}
    }
}
