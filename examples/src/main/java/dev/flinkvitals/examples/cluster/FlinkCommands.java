/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a cluster's processes are started.
 *
 * @param directory the cluster's folder
 * @param classPath class path of each process
 * @param jvmOptions options of each JVM, such as the agent
 * @param jobManagerSizes memory of the JobManager
 * @param taskManagerSizes memory of each TaskManager
 */
record FlinkCommands(
        Path directory,
        List<Path> classPath,
        List<String> jvmOptions,
        ProcessSizes jobManagerSizes,
        ProcessSizes taskManagerSizes) {
    /** What {@code env.java.opts.all} of Flink's distribution opens for Java 17. */
    private static final List<String> OPENED_PACKAGES = List.of(
            "java.lang",
            "java.net",
            "java.io",
            "java.nio",
            "sun.nio.ch",
            "java.lang.reflect",
            "java.text",
            "java.time",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "java.util.concurrent.locks");

    FlinkCommands {
        classPath = List.copyOf(classPath);
        jvmOptions = List.copyOf(jvmOptions);
    }

    Path logDirectory() {
        return directory.resolve("log");
    }

    Path confDirectory() {
        return directory.resolve("conf");
    }

    /**
     * A JobManager.
     *
     * @param name its name, unique among those that log at the same time
     * @param restPort its web port
     */
    ProcessCommand jobManager(String name, int restPort) {
        return command(
                name,
                jobManagerSizes,
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                // In this order: Flink reads nothing behind --executionMode, which its own scripts pass.
                List.of(
                        "-D",
                        "rest.port=" + restPort,
                        "-D",
                        "rest.bind-port=" + restPort,
                        "--executionMode",
                        "cluster"));
    }

    /**
     * A TaskManager.
     *
     * @param number from 1
     * @param launcher what its command begins with; empty: nothing
     */
    ProcessCommand taskManager(int number, List<String> launcher) {
        ProcessCommand plain = command(
                "taskmanager-" + number,
                taskManagerSizes,
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                List.of());
        return launcher.isEmpty() ? plain : plain.launchedBy(launcher);
    }

    private ProcessCommand command(String name, ProcessSizes sizes, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(sizes.jvm());
        // Two cores are shared by three JVMs, and none of them lives long.
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("--add-exports=java.base/sun.net.util=ALL-UNNAMED");
        OPENED_PACKAGES.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
        command.add("-Djava.io.tmpdir=" + directory.resolve("tmp"));
        command.add("-Dlog.file=" + logDirectory().resolve(name + ".log"));
        command.add("-Dlog4j.configurationFile="
                + confDirectory().resolve("log4j2.properties").toUri());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(mainClass);
        command.add("--configDir");
        command.add(confDirectory().toString());
        command.addAll(arguments);
        command.addAll(sizes.settings());
        // Flink's scripts export it, and code inside Flink finds the configuration by it.
        Map<String, String> environment =
                Map.of("FLINK_CONF_DIR", confDirectory().toString());
        return new ProcessCommand(
                name, command, directory, environment, logDirectory().resolve(name + ".out"));
    }
}
