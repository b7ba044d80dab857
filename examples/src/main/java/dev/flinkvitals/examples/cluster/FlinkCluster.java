/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkvitals.examples.parts.Logs;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A Flink session cluster of real processes on this machine, one JVM per JobManager and TaskManager, from Flink's Maven artifacts. Every wait has a
 * limit, and its error shows the end of the logs. Thread safe.
 */
public final class FlinkCluster implements AutoCloseable {
    static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final Run run;
    private final FlinkCommands commands;
    private final URI rest;
    private final JobClient jobs;
    private final VitalsClient vitals;
    private final List<ManagedProcess> taskManagers = new CopyOnWriteArrayList<>();
    private volatile ManagedProcess jobManager;

    FlinkCluster(Run run, FlinkCommands commands, int restPort, int taskManagerCount) {
        this.run = run;
        this.commands = commands;
        this.rest = URI.create("http://localhost:" + restPort + "/");
        this.jobs = new JobClient(rest, this::diagnosis);
        this.vitals = new VitalsClient(rest);
        this.jobManager = run.start(commands.jobManager());
        for (int i = 0; i < taskManagerCount; i++) {
            addTaskManager();
        }
    }

    /**
     * Describes a cluster.
     *
     * @param run what its processes belong to
     * @param name name of the cluster in this run, used for its folder
     * @return a builder with the defaults
     */
    public static FlinkClusterBuilder builder(Run run, String name) {
        return new FlinkClusterBuilder(run, name);
    }

    /** Address of the JobManager's web port, ending in a slash. */
    public URI rest() {
        return rest;
    }

    /** The JobManager's process. */
    public ManagedProcess jobManager() {
        return jobManager;
    }

    /** The TaskManagers' processes in the order of their start, also those that ended. */
    public List<ManagedProcess> taskManagers() {
        return List.copyOf(taskManagers);
    }

    /** Starts one more TaskManager, without waiting for its registration. */
    public ManagedProcess addTaskManager() {
        ManagedProcess process = run.start(commands.taskManager(taskManagers.size() + 1));
        taskManagers.add(process);
        return process;
    }

    /**
     * Starts a JobManager after the last one's process ended, with the same settings and ports.
     *
     * @return its process
     * @throws IllegalStateException if the last one is still running
     */
    public ManagedProcess restartJobManager() {
        if (jobManager.alive()) {
            throw new IllegalStateException("The JobManager is still running");
        }
        jobs.forgetUploads();
        jobManager = run.start(commands.jobManager());
        return jobManager;
    }

    /** Folder with the logs and standard outputs of all processes: {@code jobmanager.log}, {@code taskmanager-1.log}, ... */
    public Path logDirectory() {
        return commands.logDirectory();
    }

    /**
     * What a process logged so far.
     *
     * @param process one of this cluster's
     * @return the lines of its log4j file
     */
    public List<String> logLines(ManagedProcess process) {
        return Logs.lines(logDirectory().resolve(process.name() + ".log"));
    }

    /** Folder of the cluster's own files, among them {@code checkpoints} and {@code savepoints}. */
    public Path directory() {
        return commands.directory();
    }

    /** Jobs through the REST API. */
    public JobClient jobs() {
        return jobs;
    }

    /** What the product says about this cluster. */
    public VitalsClient vitals() {
        return vitals;
    }

    /** See {@link JobClient#submit}. */
    public String submit(Path jar, String mainClass, List<String> arguments, Optional<String> restoreFrom) {
        return jobs.submit(jar, mainClass, arguments, restoreFrom);
    }

    /** See {@link JobClient#cancel}. */
    public void cancel(String jobId) {
        jobs.cancel(jobId);
    }

    /** See {@link JobClient#state}. */
    public String jobState(String jobId) {
        return jobs.state(jobId);
    }

    /** See {@link JobClient#waitForRunning}. */
    public void waitForRunning(String jobId, Duration timeout) {
        jobs.waitForRunning(jobId, timeout);
    }

    /** See {@link JobClient#triggerSavepoint}. */
    public String triggerSavepoint(String jobId, Path directory, Duration timeout) {
        return jobs.triggerSavepoint(jobId, directory, timeout);
    }

    /**
     * Waits until that many TaskManagers are registered.
     *
     * @param count how many, neither more nor less
     * @param timeout longest wait
     */
    public void waitForTaskManagers(int count, Duration timeout) {
        waitFor(
                count + " registered TaskManagers",
                "overview",
                overview -> overview.path("taskmanagers").asInt() == count,
                timeout);
    }

    /** See {@link JobClient#waitFor}. */
    public JsonNode waitFor(String what, String path, Predicate<JsonNode> condition, Duration timeout) {
        return jobs.waitFor(what, path, condition, timeout);
    }

    private String diagnosis() {
        StringBuilder text = new StringBuilder();
        describe(text, jobManager);
        taskManagers.forEach(process -> describe(text, process));
        return text.toString();
    }

    private void describe(StringBuilder text, ManagedProcess process) {
        text.append(process.name())
                .append(process.alive() ? " is running" : " has ended")
                .append(":\n")
                .append(Logs.tail(logDirectory().resolve(process.name() + ".log"), 15))
                .append('\n')
                .append(Logs.tail(process.log(), 10))
                .append('\n');
    }

    /** Stops all processes: TaskManagers first. */
    @Override
    public void close() {
        taskManagers.forEach(ManagedProcess::askToEnd);
        taskManagers.forEach(ManagedProcess::close);
        jobManager.close();
    }
}
