/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A Flink session cluster of real processes on this machine, one JVM per JobManager and TaskManager, from Flink's Maven artifacts. Every wait has a
 * limit, and its error shows the end of the logs.
 */
public final class FlinkCluster implements AutoCloseable {
    /** How the cluster is set up; defaults: Flink 2.2.1, two TaskManagers with two slots each, with the agent. */
    public static final class Builder {
        /** Flink's version. */
        public Builder version(String version) {
            return this;
        }

        /** Number of TaskManagers at the start. */
        public Builder taskManagers(int count) {
            return this;
        }

        /** Slots of each TaskManager. */
        public Builder slotsPerTaskManager(int slots) {
            return this;
        }

        /** A line of {@code config.yaml}; the last value of a key counts. */
        public Builder config(String key, String value) {
            return this;
        }

        /** Whether the processes run with {@code -javaagent}. */
        public Builder agent(boolean on) {
            return this;
        }

        /** Whether the product's jar is in the class path; default true. */
        public Builder jarInLib(boolean on) {
            return this;
        }

        /** Further options for each JVM. */
        public Builder jvmOption(String option) {
            return this;
        }

        /** A further jar for the class path of each process. */
        public Builder library(Path jar) {
            return this;
        }

        /** The JobManager's web port; default: any free one. */
        public Builder restPort(int port) {
            return this;
        }

        /**
         * Starts all processes and waits until every TaskManager is registered.
         *
         * @return the running cluster
         * @throws IllegalStateException if it does not come up within a minute
         */
        public FlinkCluster start() {
            return dev.flinkvitals.examples.parts.Todo.later();
        }
    }

    /**
     * Describes a cluster.
     *
     * @param run what its processes belong to
     * @param name name of the cluster in this run, used for its folder
     * @return a builder with the defaults
     */
    public static Builder builder(Run run, String name) {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Address of the JobManager's web port, ending in a slash. */
    public URI rest() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** The JobManager's process. */
    public ManagedProcess jobManager() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** The TaskManagers' processes in the order of their start, also those that ended. */
    public List<ManagedProcess> taskManagers() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Starts one more TaskManager, without waiting for its registration. */
    public ManagedProcess addTaskManager() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Starts a JobManager again after its process ended, with the same configuration and ports. */
    public ManagedProcess restartJobManager() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Folder with the log4j files and standard outputs of all processes. */
    public Path logDirectory() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Folder where checkpoints go, as {@code execution.checkpointing.dir} says. */
    public Path checkpointDirectory() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /**
     * GET on the REST API.
     *
     * @param path path without a leading slash, such as {@code jobs/overview}
     * @return the answer
     * @throws IllegalStateException if it is not 200
     */
    public JsonNode get(String path) {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /**
     * Uploads a jar and runs a job from it.
     *
     * @param jar jar with the job
     * @param mainClass what to run
     * @param arguments program arguments
     * @param restoreFrom savepoint or checkpoint path to start from
     * @return the job's id, 32 hex digits
     */
    public String submit(Path jar, String mainClass, List<String> arguments, Optional<String> restoreFrom) {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Cancels a job, without waiting for its end. */
    public void cancel(String jobId) {
        dev.flinkvitals.examples.parts.Todo.later();
    }

    /** The job's status in Flink's words, such as {@code RUNNING}. */
    public String jobState(String jobId) {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Waits until the job is RUNNING and all its subtasks are. */
    public void waitForRunning(String jobId, Duration timeout) {
        dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Waits until the job is in the status. */
    public void waitForState(String jobId, String state, Duration timeout) {
        dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Waits until that many TaskManagers are registered. */
    public void waitForTaskManagers(int count, Duration timeout) {
        dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Waits until the job has completed that many checkpoints since its start. */
    public void waitForCheckpoints(String jobId, int completed, Duration timeout) {
        dev.flinkvitals.examples.parts.Todo.later();
    }

    /**
     * Waits until the answer of the REST API is as wanted.
     *
     * @param what what is waited for, for the error
     * @param path see {@link #get}
     * @param condition asked about each answer
     * @param timeout longest wait
     * @return the answer that was as wanted
     */
    public JsonNode waitFor(String what, String path, Predicate<JsonNode> condition, Duration timeout) {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Triggers a savepoint in native format, waits for it, and returns its path. */
    public String triggerSavepoint(String jobId, Path directory, Duration timeout) {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** What the product says about this cluster. */
    public VitalsClient vitals() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Stops all processes: TaskManagers first. */
    @Override
    public void close() {}
}
