/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.taskmanager;

import dev.flinkvitals.config.VitalsConfig;
import dev.flinkvitals.entry.Daemon;
import dev.flinkvitals.inside.EvidenceCounts;
import dev.flinkvitals.inside.EvidenceTaker;
import dev.flinkvitals.inside.TaskRegistry;
import dev.flinkvitals.metrics.ManagedMemory;
import dev.flinkvitals.metrics.ReadingCollector;
import dev.flinkvitals.metrics.TaskInside;
import dev.flinkvitals.metrics.VitalsReporter;
import dev.flinkvitals.process.ProcessSampler;
import dev.flinkvitals.signals.DigestCodec;
import dev.flinkvitals.signals.JobDigest;
import dev.flinkvitals.signals.TaskManagerDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.runtime.taskexecutor.TaskExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent beside one TaskManager: samples on its own thread once per interval and leaves the encoded digest at the
 * endpoint. Holds nothing of the TaskExecutor but its RPC service.
 */
public final class TaskManagerAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskManagerAgent.class);

    private final String taskManagerId;
    private final VitalsEndpoint endpoint;
    private final ProcessSampler process;
    private final EvidenceTaker evidence;
    private final ReadingCollector collector;
    private final ScheduledExecutorService executor;
    private @Nullable Future<?> loop;
    private volatile boolean closed;
    private long sequence;
    private boolean troubled;

    private TaskManagerAgent(
            String taskManagerId,
            VitalsEndpoint endpoint,
            ProcessSampler process,
            TaskInside inside,
            EvidenceTaker evidence) {
        this.taskManagerId = taskManagerId;
        this.endpoint = endpoint;
        this.process = process;
        this.evidence = evidence;
        this.collector = new ReadingCollector(inside);
        this.executor = Daemon.scheduler("sampler-" + taskManagerId);
    }

    /**
     * Starts the agent of a TaskManager.
     *
     * @param taskExecutor the TaskManager
     * @param config our settings
     * @param process sampler of this process; closed with the agent, and also if this throws
     * @param tasks the tasks of this JVM
     * @param counts counts looks inside them
     * @return the running agent
     */
    public static TaskManagerAgent start(
            TaskExecutor taskExecutor,
            VitalsConfig config,
            ProcessSampler process,
            TaskRegistry tasks,
            EvidenceCounts counts) {
        String taskManagerId = taskExecutor.getResourceID().toString();
        return start(
                taskExecutor.getRpcService(),
                taskExecutor.getEndpointId(),
                taskManagerId,
                config.sampling().interval(),
                process,
                tasks,
                new EvidenceTaker(
                        taskManagerId, tasks, config.evidence(), config.health().window(), counts));
    }

    static TaskManagerAgent start(
            RpcService rpcService,
            String endpointId,
            String taskManagerId,
            Duration interval,
            ProcessSampler process,
            TaskInside inside,
            EvidenceTaker evidence) {
        @Nullable VitalsEndpoint endpoint = null;
        try {
            endpoint = new VitalsEndpoint(rpcService, endpointId, evidence);
            endpoint.start();
        } catch (Throwable t) {
            process.close();
            evidence.close();
            if (endpoint != null) {
                endpoint.closeAsync();
            }
            throw t;
        }
        TaskManagerAgent agent = new TaskManagerAgent(taskManagerId, endpoint, process, inside, evidence);
        agent.loop =
                agent.executor.scheduleWithFixedDelay(agent::runOnce, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        LOG.info("Flink Vitals samples TaskManager {} every {} ms", taskManagerId, interval.toMillis());
        return agent;
    }

    private void runOnce() {
        try {
            endpoint.publish(DigestCodec.encode(sample()));
            troubled = false;
        } catch (Throwable t) {
            if (!troubled && !closed) {
                LOG.warn("Flink Vitals could not sample TaskManager {}; Flink is not affected", taskManagerId, t);
            }
            troubled = true;
        }
    }

    private TaskManagerDigest sample() {
        long sampleMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        List<JobDigest> jobs = new ArrayList<>();
        ManagedMemory managed = ManagedMemory.UNKNOWN;
        for (VitalsReporter reporter : VitalsReporter.live()) {
            jobs.addAll(collector.collect(reporter.index(), taskManagerId, sampleMillis));
            ManagedMemory found = collector.managedMemory(reporter.index(), taskManagerId);
            managed = found.totalBytes().isPresent() ? found : managed;
        }
        return new TaskManagerDigest(
                ++sequence, process.read(taskManagerId, sampleMillis, managed.usedBytes(), managed.totalBytes()), jobs);
    }

    /** Returns at once; the sampler's thread ends by itself. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        // First, because Flink's RPC service, when it stops, waits for its endpoints.
        endpoint.closeAsync();
        evidence.close();
        if (loop != null) {
            loop.cancel(true);
        }
        // On the sampler's own thread, so that it does not close what a sample is still reading.
        executor.execute(() -> {
            collector.close();
            process.close();
        });
        executor.shutdown();
    }
}
