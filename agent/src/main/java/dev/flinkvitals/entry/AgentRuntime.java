/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.entry;

import dev.flinkvitals.config.ConfigParser;
import dev.flinkvitals.config.ConfigResult;
import dev.flinkvitals.config.VitalsConfig;
import dev.flinkvitals.hook.HookListener;
import dev.flinkvitals.hook.HookStates;
import dev.flinkvitals.jobmanager.CheckpointFailures;
import dev.flinkvitals.jobmanager.ClusterMonitor;
import dev.flinkvitals.metrics.ReporterContext;
import dev.flinkvitals.process.ProcessSampler;
import dev.flinkvitals.taskmanager.TaskManagerAgent;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.dispatcher.Dispatcher;
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
    private final CheckpointFailures failures = new CheckpointFailures();
    private final ScheduledExecutorService control = Daemon.scheduler("control");

    /** Touched by the control thread only. Weak keys: a Dispatcher that Flink forgot is not ours to hold. */
    private final Map<Object, AutoCloseable> running = new WeakHashMap<>();

    private volatile @Nullable Settings settings;

    /** What was read when Flink created its reporters. */
    private record Settings(VitalsConfig config, Map<String, String> flink) {}

    AgentRuntime(HookStates hooks) {
        this.hooks = hooks;
    }

    @Override
    public Object reporterConfiguration(Object configuration) {
        Configuration flink = (Configuration) configuration;
        Map<String, String> keys = Map.copyOf(flink.toMap());
        ConfigResult result = ConfigParser.parse(keys, System.getenv());
        ReporterContext.offer(result, keys);
        if (settings == null) {
            // Flink 2.1 and later ask three times: for metrics, traces and events.
            result.problems().forEach(problem -> log().error("Flink Vitals: {}", problem.message()));
        }
        settings = new Settings(result.config(), keys);
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
        failures.offer(arguments);
    }

    @Override
    public void dispatcherStarted(Object dispatcher) {
        start(dispatcher, s -> ClusterMonitor.start((Dispatcher) dispatcher, s.config(), s.flink(), hooks, failures));
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
                        s.config().sampling().interval(),
                        new ProcessSampler(s.config().limits(), s.flink())));
    }

    @Override
    public void taskManagerStopping(Object taskExecutor) {
        stop(taskExecutor);
    }

    @FunctionalInterface
    private interface Starter {
        AutoCloseable start(Settings settings);
    }

    private void start(Object owner, Starter starter) {
        onControlThread(() -> {
            Settings current = settings;
            if (current == null) {
                log().warn(
                                "Flink Vitals was not shown Flink's configuration (hook reporter: {}); it stays off here",
                                hooks.of(dev.flinkvitals.hook.HookCatalogue.REPORTER)
                                        .state()
                                        .label());
                return;
            }
            if (current.config().enabled()) {
                running.put(owner, starter.start(current));
            }
        });
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
