/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What to start.
 *
 * @param name short name for logs and messages
 * @param command program and arguments
 * @param directory working directory
 * @param environment variables on top of this process's own
 * @param log file for standard output and error
 */
public record ProcessCommand(
        String name, List<String> command, Path directory, Map<String, String> environment, Path log) {
    /** Copies the collections. */
    public ProcessCommand {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /**
     * A JVM like this one.
     *
     * @param name short name for logs and messages
     * @param options options of the JVM
     * @param classPath its class path
     * @param mainClass what it runs
     * @param arguments arguments of the main class
     * @param directory working directory; the log is {@code <name>.out} in it
     * @return the command
     */
    public static ProcessCommand java(
            String name,
            List<String> options,
            List<Path> classPath,
            String mainClass,
            List<String> arguments,
            Path directory) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(mainClass);
        command.addAll(arguments);
        return new ProcessCommand(name, command, directory, Map.of(), directory.resolve(name + ".out"));
    }

    /** The same, started through another program, which takes it as its last arguments. */
    ProcessCommand launchedBy(List<String> launcher) {
        List<String> whole = new ArrayList<>(launcher);
        whole.addAll(command);
        return new ProcessCommand(name, whole, directory, environment, log);
    }
}
