/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import dev.flinkvitals.examples.parts.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** How a cluster is set up; defaults: Flink 2.2.1, two TaskManagers with two slots each, with the agent. Not thread safe. */
public final class FlinkClusterBuilder {
    private final Run run;
    private final String name;
    private final Map<String, String> config = new LinkedHashMap<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private final List<Path> libraries = new ArrayList<>();
    private String version = "2.2.1";
    private int jobManagers = 1;
    private int taskManagers = 2;
    private IntFunction<List<String>> taskManagerLauncher = number -> List.of();
    private int slots = 2;
    private int restPort;
    private boolean agent = true;
    private boolean jarInLib = true;

    FlinkClusterBuilder(Run run, String name) {
        this.run = run;
        this.name = name;
    }

    /** Flink's version. */
    public FlinkClusterBuilder version(String flinkVersion) {
        version = flinkVersion;
        return this;
    }

    /** Number of TaskManagers at the start. */
    public FlinkClusterBuilder taskManagers(int count) {
        taskManagers = count;
        return this;
    }

    /**
     * High availability: several JobManagers, one of which leads.
     *
     * @param zooKeeper what they elect the leader with
     * @param count number of JobManagers at the start
     */
    public FlinkClusterBuilder jobManagers(ZooKeeper zooKeeper, int count) {
        jobManagers = count;
        config("high-availability.type", "zookeeper");
        config("high-availability.zookeeper.quorum", zooKeeper.quorum());
        config("high-availability.zookeeper.path.root", "/" + name);
        config(
                "high-availability.storageDir",
                run.directory().resolve(name).resolve("ha").toUri().toString());
        // A dead leader is replaced when its session ends; the default is a minute.
        config("high-availability.zookeeper.client.session-timeout", "4 s");
        config("high-availability.zookeeper.client.connection-timeout", "4 s");
        return this;
    }

    /**
     * How TaskManagers are started.
     *
     * @param launcher what the command of each begins with, by its number from 1, such as a {@link MemoryGroup#launcher};
     *     an empty list: nothing
     */
    public FlinkClusterBuilder taskManagerLauncher(IntFunction<List<String>> launcher) {
        taskManagerLauncher = launcher;
        return this;
    }

    /** Slots of each TaskManager. */
    public FlinkClusterBuilder slotsPerTaskManager(int count) {
        slots = count;
        return this;
    }

    /** A line of {@code config.yaml}; the last value of a key counts. */
    public FlinkClusterBuilder config(String key, String value) {
        config.put(key, value);
        return this;
    }

    /** Whether the processes run with {@code -javaagent}. */
    public FlinkClusterBuilder agent(boolean on) {
        agent = on;
        return this;
    }

    /** Whether the product's jar is in {@code lib}, and so in the class path. */
    public FlinkClusterBuilder jarInLib(boolean on) {
        jarInLib = on;
        return this;
    }

    /** A further option for each JVM. */
    public FlinkClusterBuilder jvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    /** A further jar for the class path of each process. */
    public FlinkClusterBuilder classPathJar(Path jar) {
        libraries.add(jar);
        return this;
    }

    /** The JobManager's web port; 0, the default, takes any free one. */
    public FlinkClusterBuilder restPort(int port) {
        restPort = port;
        return this;
    }

    /**
     * Starts all processes and waits until every TaskManager is registered.
     *
     * @return the running cluster
     * @throws IllegalStateException if a part is missing, the port is taken, or it does not come up within a minute
     */
    public FlinkCluster start() {
        Path directory = run.directory().resolve(name);
        int port = restPort == 0 ? Ports.free() : Ports.require(restPort, "Flink's web port");
        FlinkSettings settings = new FlinkSettings(directory);
        settings.put("rest.port", String.valueOf(port));
        settings.put("rest.bind-port", String.valueOf(port));
        settings.put("jobmanager.rpc.port", String.valueOf(Ports.free()));
        settings.put("taskmanager.numberOfTaskSlots", String.valueOf(slots));
        settings.putAll(config);
        settings.write(directory.resolve("conf"));

        List<Path> flink = run.classPaths().flink(version);
        List<Path> classPath = new ArrayList<>();
        List<String> options = new ArrayList<>(jvmOptions);
        if (agent || jarInLib) {
            Path jar = installJar(directory.resolve("lib"));
            if (jarInLib) {
                classPath.add(jar);
            }
            if (agent) {
                options.add("-javaagent:" + jar);
            }
        }
        classPath.addAll(libraries);
        classPath.addAll(flink);
        createDirectory(directory.resolve("tmp"));

        run.progress()
                .say("starting Flink " + version + " with " + taskManagers + " TaskManagers"
                        + (jobManagers == 1 ? "" : " and " + jobManagers + " JobManagers"));
        FlinkCommands commands = new FlinkCommands(
                directory,
                classPath,
                options,
                ProcessSizes.jobManager(version, settings, directory.resolve("conf"), flink),
                ProcessSizes.taskManager(version, settings, directory.resolve("conf"), flink));
        FlinkCluster cluster = new FlinkCluster(run, commands, port, taskManagerLauncher);
        try {
            startProcesses(cluster);
            cluster.waitFor(
                    taskManagers + " TaskManagers with " + slots + " slots each",
                    "overview",
                    overview -> overview.path("taskmanagers").asInt() == taskManagers
                            && overview.path("slots-total").asInt() == taskManagers * slots,
                    FlinkCluster.START_TIMEOUT);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void startProcesses(FlinkCluster cluster) {
        boolean highlyAvailable = config.containsKey("high-availability.type");
        for (int i = 0; i < jobManagers; i++) {
            if (highlyAvailable) {
                cluster.addJobManager();
            } else {
                cluster.startJobManager();
            }
        }
        for (int i = 0; i < taskManagers; i++) {
            cluster.addTaskManager();
        }
        if (highlyAvailable) {
            cluster.waitForLeader(FlinkCluster.START_TIMEOUT);
        }
    }

    private Path installJar(Path lib) {
        Workspace workspace = run.workspace();
        if (!Files.exists(workspace.agentJar())) {
            throw new IllegalStateException(
                    workspace.agentJar() + " is missing: build it with ./mvnw -DskipTests package");
        }
        createDirectory(lib);
        try {
            return Files.copy(
                    workspace.agentJar(),
                    lib.resolve(workspace.agentJar().getFileName()),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy the jar to " + lib, e);
        }
    }

    private static void createDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create " + directory, e);
        }
    }
}
