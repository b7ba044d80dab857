/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.entry;

import dev.flinkvitals.config.ConfigParser;
import dev.flinkvitals.config.ConfigResult;
import dev.flinkvitals.config.EvidenceConfig;
import dev.flinkvitals.config.VitalsConfig;
import dev.flinkvitals.export.PointSource;
import dev.flinkvitals.hook.HookCatalogue;
import dev.flinkvitals.hook.HookListener;
import dev.flinkvitals.hook.HookPoints;
import dev.flinkvitals.hook.HookStates;
import dev.flinkvitals.inside.EvidenceCounts;
import dev.flinkvitals.inside.TaskRegistry;
import dev.flinkvitals.jobmanager.ClusterMonitor;
import dev.flinkvitals.jobmanager.Hooked;
import dev.flinkvitals.metrics.ReporterContext;
import dev.flinkvitals.process.ProcessSampler;
import dev.flinkvitals.taskmanager.TaskManagerAgent;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.dispatcher.Dispatcher;
import org.apache.flink.runtime.rpc.RpcEndpoint;
import org.apache.flink.runtime.taskexecutor.TaskExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of the hooks and starts and stops what belongs to each JobManager and TaskManager of this JVM. Hooks arrive on
 * Flink's threads: all work is handed to the control thread.
 */
final class AgentRuntime implements HookListener {
    private final HookStates hooks;
    private final TaskRegistry tasks = new TaskRegistry();
    private final EvidenceCounts evidence = new EvidenceCounts();
    private final List<PointSource> points;
    private final Hooked hooked;
    private final Executor control;

    /**
     * Touched by the control thread only. An entry goes when its owner stops or its RPC endpoint terminates. Weak keys, in
     * case neither is told: nothing here is to hold a TaskExecutor that Flink forgot.
     */
    private final Map<Object, AutoCloseable> running = new WeakHashMap<>();

    private volatile @Nullable Settings settings;

    /** What was read when Flink created its reporters. */
    private record Settings(VitalsConfig config, Map<String, String> flink) {}

    AgentRuntime(HookStates hooks) {
        this(hooks, Daemon.scheduler("control"));
    }

    /**
     * For tests.
     *
     * @param hooks states of the hooks
     * @param control where all work is done; never the calling thread
     */
    AgentRuntime(HookStates hooks, Executor control) {
        this.hooks = hooks;
        this.hooked = new Hooked(hooks);
        this.points = List.of(new HookPoints(hooks), evidence);
        this.control = control;
    }

    @Override
    public Object reporterConfiguration(Object configuration) {
        Configuration flink = (Configuration) configuration;
        Map<String, String> keys = Map.copyOf(flink.toMap());
        ConfigResult result = ConfigParser.parse(keys, System.getenv());
        ReporterContext.offer(result, keys, points);
        Settings found = new Settings(result.config(), keys);
        if (!found.equals(settings)) {
            // Flink 2.1 and later ask three times: for metrics, traces and events.
            onControlThread(
                    () -> result.problems().forEach(problem -> log().error("Flink Vitals: {}", problem.message())));
        }
        settings = found;
        return result.config().enabled() ? ReporterRegistration.addTo(flink) : configuration;
    }

    @Override
    public void nativeMetricOptions(Object options) {
        Settings current = settings;
        if (current != null && current.config().enabled() && current.config().rocksdbMetrics()) {
            NativeMetrics.enableCheapOnes(options);
        }
    }

    @Override
    public void checkpointFailed(Object[] arguments) {
        hooked.failures().offer(arguments);
    }

    @Override
    public void jobStarted(Object jobMaster) {
        Settings current = settings;
        if (current != null && current.config().enabled()) {
            onControlThread(() -> hooked.operators()
                    .read(jobMaster)
                    .ifPresent(job -> hooked.jobMasters().started(job, jobMaster)));
        }
    }

    @Override
    public void dispatcherStarted(Object dispatcher) {
        start(dispatcher, s -> ClusterMonitor.start((Dispatcher) dispatcher, s.config(), s.flink(), hooked));
    }

    @Override
    public void dispatcherStopping(Object dispatcher) {
        stop(dispatcher);
    }

    @Override
    public void taskManagerStarted(Object taskExecutor) {
        start(
                taskExecutor,
                s -> TaskManagerAgent.start(
                        (TaskExecutor) taskExecutor,
                        s.config(),
                        new ProcessSampler(s.config().limits(), s.flink()),
                        tasks,
                        evidence));
    }

    @Override
    public void taskManagerStopping(Object taskExecutor) {
        stop(taskExecutor);
    }

    @Override
    public void taskStarted(Object task) {
        Settings current = settings;
        if (current != null && current.config().enabled()) {
            tasks.started(task);
        }
    }

    @Override
    public void taskEnded(Object task) {
        tasks.ended();
    }

    @Override
    public void keyedState(Object backend, Object descriptor) {
        Settings current = settings;
        if (current == null || !current.config().enabled()) {
            return;
        }
        EvidenceConfig allowed = current.config().evidence();
        if (allowed.keyGroups()) {
            tasks.uses(backend);
        }
        if (allowed.states()) {
            tasks.declares(descriptor);
        }
    }

    @FunctionalInterface
    private interface Starter {
        AutoCloseable start(Settings settings);
    }

    private void start(Object owner, Starter starter) {
        // Now, and not when the control thread gets to it: another cluster in this JVM may have other settings.
        Settings current = settings;
        onControlThread(() -> {
            if (current == null) {
                log().warn(
                                "Flink Vitals was not shown Flink's configuration (hook reporter: {}); it stays off here",
                                hooks.of(HookCatalogue.REPORTER).state().label());
                return;
            }
            if (current.config().enabled()) {
                running.put(owner, starter.start(current));
                stopWith(owner);
            }
        });
    }

    /** Where the hook of its stop does not fit or is not reached, the end of the RPC endpoint tells as well. */
    private void stopWith(Object owner) {
        if (owner instanceof RpcEndpoint endpoint) {
            var unused = endpoint.getTerminationFuture().whenComplete((ignored, error) -> stop(owner));
        }
    }

    private void stop(Object owner) {
        onControlThread(() -> {
            AutoCloseable part = running.remove(owner);
            if (part != null) {
                part.close();
            }
        });
    }

    @FunctionalInterface
    private interface Task {
        void run() throws Exception;
    }

    private void onControlThread(Task task) {
        try {
            control.execute(() -> {
                try {
                    task.run();
                } catch (Throwable t) {
                    log().warn("Flink Vitals: a part of the agent could not start or stop; Flink is not affected", t);
                }
            });
        } catch (RejectedExecutionException e) {
            log().debug("Flink Vitals is shutting down", e);
        }
    }

    /** Looked up when needed, not in premain: Flink's logging is configured by then. */
    private static Logger log() {
        return LoggerFactory.getLogger(AgentRuntime.class);
    }
}
