/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkvitals.examples.parts.Logs;
import dev.flinkvitals.examples.parts.Wait;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * A Flink session cluster of real processes on this machine, one JVM per JobManager and TaskManager, from Flink's Maven
 * artifacts. With several JobManagers, questions go to the one that leads. Every wait has a limit, and its error shows the
 * end of the logs. Thread safe.
 */
public final class FlinkCluster implements AutoCloseable {
    static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private static final String ONLY_JOB_MANAGER = "jobmanager";

    private final Run run;
    private final FlinkCommands commands;
    private final int restPort;
    private final IntFunction<List<String>> taskManagerLauncher;
    private final List<JobManagerNode> jobManagers = new CopyOnWriteArrayList<>();
    private final List<ManagedProcess> taskManagers = new CopyOnWriteArrayList<>();

    /** Starts nothing yet. */
    FlinkCluster(Run run, FlinkCommands commands, int restPort, IntFunction<List<String>> taskManagerLauncher) {
        this.run = run;
        this.commands = commands;
        this.restPort = restPort;
        this.taskManagerLauncher = taskManagerLauncher;
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

    /** Address of the leading JobManager's web port, ending in a slash. */
    public URI rest() {
        return leader().rest();
    }

    /** The leading JobManager's process. */
    public ManagedProcess jobManager() {
        return leader().process();
    }

    /** All JobManagers in the order of their start, also those that ended. */
    public List<JobManagerNode> jobManagers() {
        return List.copyOf(jobManagers);
    }

    /** The JobManager that leads; while none does, the last that was started. */
    public JobManagerNode leader() {
        List<JobManagerNode> nodes = jobManagers();
        JobManagerNode last = nodes.get(nodes.size() - 1);
        return nodes.size() == 1
                ? last
                : nodes.stream().filter(JobManagerNode::leads).findFirst().orElse(last);
    }

    /**
     * Waits until a JobManager leads.
     *
     * @param timeout longest wait
     * @return that one
     */
    public JobManagerNode waitForLeader(Duration timeout) {
        return Wait.until(
                "a JobManager that leads",
                timeout,
                () -> jobManagers.stream().filter(JobManagerNode::leads).findFirst(),
                this::diagnosis);
    }

    /** Starts one more JobManager beside those that run; this takes high availability. */
    public JobManagerNode addJobManager() {
        int number = jobManagers.size() + 1;
        return startJobManager("jobmanager-" + number, number == 1 ? restPort : Ports.free());
    }

    /** Starts the only JobManager. */
    JobManagerNode startJobManager() {
        return startJobManager(ONLY_JOB_MANAGER, restPort);
    }

    private JobManagerNode startJobManager(String name, int port) {
        ManagedProcess process = run.start(commands.jobManager(name, port));
        JobManagerNode node = JobManagerNode.of(process, logDirectory().resolve(name + ".log"), port, this::diagnosis);
        jobManagers.add(node);
        return node;
    }

    /** The TaskManagers' processes in the order of their start, also those that ended. */
    public List<ManagedProcess> taskManagers() {
        return List.copyOf(taskManagers);
    }

    /** Starts one more TaskManager, without waiting for its registration. */
    public ManagedProcess addTaskManager() {
        int number = taskManagers.size() + 1;
        ManagedProcess process = run.start(commands.taskManager(number, taskManagerLauncher.apply(number)));
        taskManagers.add(process);
        return process;
    }

    /**
     * Starts a JobManager after the only one's process ended, with the same settings and ports.
     *
     * @return its process
     * @throws IllegalStateException if the last one is still running
     */
    public ManagedProcess restartJobManager() {
        if (jobManager().alive()) {
            throw new IllegalStateException("The JobManager is still running");
        }
        jobManagers.clear();
        return startJobManager().process();
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

    /** Jobs through the REST API of the JobManager that leads now. */
    public JobClient jobs() {
        return leader().jobs();
    }

    /** What the product says about this cluster. */
    public VitalsClient vitals() {
        return leader().vitals();
    }

    /** See {@link JobClient#submit}. */
    public String submit(Path jar, String mainClass, List<String> arguments, Optional<String> restoreFrom) {
        return jobs().submit(jar, mainClass, arguments, restoreFrom);
    }

    /** See {@link JobClient#cancel}. */
    public void cancel(String jobId) {
        jobs().cancel(jobId);
    }

    /** See {@link JobClient#state}. */
    public String jobState(String jobId) {
        return jobs().state(jobId);
    }

    /** See {@link JobClient#waitForRunning}. */
    public void waitForRunning(String jobId, Duration timeout) {
        jobs().waitForRunning(jobId, timeout);
    }

    /** See {@link JobClient#triggerSavepoint}. */
    public String triggerSavepoint(String jobId, Path directory, Duration timeout) {
        return jobs().triggerSavepoint(jobId, directory, timeout);
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
        return jobs().waitFor(what, path, condition, timeout);
    }

    private String diagnosis() {
        StringBuilder text = new StringBuilder();
        jobManagers.forEach(node -> describe(text, node.process()));
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
        jobManagers.forEach(node -> node.process().askToEnd());
        jobManagers.forEach(node -> node.process().close());
    }
}
