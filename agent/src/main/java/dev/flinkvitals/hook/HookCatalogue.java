/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook;

import dev.flinkvitals.hook.Hook.Target;
import java.util.List;
import java.util.Optional;

/**
 * Every hook. All lie on control paths: none runs per record, per buffer or per timer. Descriptors were compared in the
 * class files of every minor from 1.20 to 2.3.
 */
public final class HookCatalogue {
    private static final String ADVICE = "dev.flinkvitals.hook.advice.";
    private static final String NO_ARGUMENTS = "()V";
    private static final String STOP = "()Ljava/util/concurrent/CompletableFuture;";

    /** The reporter is registered without configuration. Two classes: the builder came with 2.1. */
    public static final Hook REPORTER = new Hook(
            "reporter",
            List.of(
                    any("org.apache.flink.runtime.metrics.ReporterSetup", "fromConfiguration"),
                    any("org.apache.flink.runtime.metrics.ReporterSetupBuilder", "fromConfiguration")),
            ADVICE + "ReporterAdvice",
            "metrics are read only if metrics.reporter.vitals.factory.class is set");

    /** RocksDB's native metrics are switched on. The package changed with 2.0; ForSt has the same class. */
    public static final Hook ROCKSDB = new Hook(
            "rocksdb-metrics",
            List.of(
                    any("org.apache.flink.contrib.streaming.state.RocksDBNativeMetricOptions", "fromConfig"),
                    any("org.apache.flink.state.rocksdb.RocksDBNativeMetricOptions", "fromConfig"),
                    any("org.apache.flink.state.forst.ForStNativeMetricOptions", "fromConfig")),
            ADVICE + "NativeMetricsAdvice",
            "RocksDB's metrics have to be switched on in the configuration");

    /** This JobManager leads. */
    public static final Hook DISPATCHER_START = new Hook(
            "dispatcher-start",
            List.of(exact("org.apache.flink.runtime.dispatcher.Dispatcher", "onStart", NO_ARGUMENTS)),
            ADVICE + "DispatcherStartAdvice",
            "no health, no page, no snapshots");

    /** This JobManager stops leading. */
    public static final Hook DISPATCHER_STOP = new Hook(
            "dispatcher-stop",
            List.of(exact("org.apache.flink.runtime.dispatcher.Dispatcher", "onStop", STOP)),
            ADVICE + "DispatcherStopAdvice",
            "the monitor stops only when its calls fail");

    /** A TaskManager is up. */
    public static final Hook TASKMANAGER_START = new Hook(
            "taskmanager-start",
            List.of(exact("org.apache.flink.runtime.taskexecutor.TaskExecutor", "onStart", NO_ARGUMENTS)),
            ADVICE + "TaskManagerStartAdvice",
            "this TaskManager is not heard by the JobManager");

    /** A TaskManager goes down. */
    public static final Hook TASKMANAGER_STOP = new Hook(
            "taskmanager-stop",
            List.of(exact("org.apache.flink.runtime.taskexecutor.TaskExecutor", "onStop", STOP)),
            ADVICE + "TaskManagerStopAdvice",
            "the sampler stops with the process only");

    /** A checkpoint failed: the only place that knows reason, cause and failing task together. */
    public static final Hook CHECKPOINT_FAILURE = new Hook(
            "checkpoint-failure",
            List.of(exact(
                    "org.apache.flink.runtime.checkpoint.CheckpointFailureManager",
                    "handleCheckpointException",
                    "(Lorg/apache/flink/runtime/checkpoint/PendingCheckpoint;"
                            + "Lorg/apache/flink/runtime/checkpoint/CheckpointProperties;"
                            + "Lorg/apache/flink/runtime/checkpoint/CheckpointException;"
                            + "Lorg/apache/flink/runtime/executiongraph/ExecutionAttemptID;"
                            + "Lorg/apache/flink/api/common/JobID;"
                            + "Lorg/apache/flink/runtime/checkpoint/PendingCheckpointStats;"
                            + "Lorg/apache/flink/runtime/checkpoint/CheckpointStatsTracker;)V")),
            ADVICE + "CheckpointFailureAdvice",
            "failures are seen without reason and subtask");

    /** A task's thread begins and ends its work: the only place that knows thread, subtask and attempt together. */
    public static final Hook TASK_RUN = new Hook(
            "task-run",
            List.of(exact("org.apache.flink.runtime.taskmanager.Task", "run", NO_ARGUMENTS)),
            ADVICE + "TaskRunAdvice",
            "no CPU time of tasks, no look inside them");

    /** A keyed state is declared. States of the newer asynchronous API pass here too, except with ForSt as their backend. */
    public static final Hook KEYED_STATE = new Hook(
            "keyed-state",
            List.of(exact(
                    "org.apache.flink.runtime.state.AbstractKeyedStateBackend",
                    "getOrCreateKeyedState",
                    "(Lorg/apache/flink/api/common/typeutils/TypeSerializer;"
                            + "Lorg/apache/flink/api/common/state/StateDescriptor;)"
                            + "Lorg/apache/flink/api/common/state/State;")),
            ADVICE + "KeyedStateAdvice",
            "states are not known by name and time-to-live, and hot keys are not told");

    /** A job gets its JobMaster: the only one that holds the graph with the operators' uids. */
    public static final Hook JOB_START = new Hook(
            "job-start",
            List.of(exact("org.apache.flink.runtime.jobmaster.JobMaster", "onStart", NO_ARGUMENTS)),
            ADVICE + "JobStartAdvice",
            "operators without uid are not named");

    /** All of them. */
    public static final List<Hook> ALL = List.of(
            REPORTER,
            ROCKSDB,
            DISPATCHER_START,
            DISPATCHER_STOP,
            TASKMANAGER_START,
            TASKMANAGER_STOP,
            CHECKPOINT_FAILURE,
            TASK_RUN,
            KEYED_STATE,
            JOB_START);

    private HookCatalogue() {}

    private static Target any(String className, String method) {
        return new Target(className, method, Optional.empty());
    }

    private static Target exact(String className, String method, String descriptor) {
        return new Target(className, method, Optional.of(descriptor));
    }
}
