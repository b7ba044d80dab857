/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A program that is run to its end. Its output goes to a file rather than a pipe: daemons that it starts may keep a pipe open after it ended.
 *
 * @param command program and arguments
 * @param directory working directory
 * @param environment variables on top of this process's own; an empty value removes one
 * @param output file for standard output and error, overwritten
 */
public record Command(List<String> command, Path directory, Map<String, String> environment, Path output) {
    /** What a Maven that runs us hands down and that would mislead a Maven that we start. */
    private static final Set<String> MAVEN_INTERNALS =
            Set.of("MAVEN_CMD_LINE_ARGS", "MAVEN_PROJECTBASEDIR", "MAVEN_BASEDIR");

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    /** Copies the collections. */
    public Command {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /**
     * Runs it.
     *
     * @param timeout after which it and what it started is ended
     * @return exit code and output
     * @throws IllegalStateException if it cannot be started or does not end in time
     */
    public Result run(Duration timeout) {
        Process process = start();
        RUNNING.add(process);
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        shown() + " did not end within " + timeout.toSeconds() + " s:\n" + Logs.tail(output, 20));
            }
            return new Result(process.exitValue(), Files.readString(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + shown() + " was running", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the output of " + shown(), e);
        } finally {
            RUNNING.remove(process);
            end(process);
        }
    }

    /** Ends all commands that are running in this JVM; for its shutdown. */
    public static void endAll() {
        RUNNING.forEach(Command::end);
    }

    private static void end(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /**
     * Runs it, and takes any exit code but 0 for a failure.
     *
     * @param timeout after which it and what it started is ended
     * @return its output
     * @throws IllegalStateException if it fails; the message holds its last lines
     */
    public String runOrFail(Duration timeout) {
        Result result = run(timeout);
        if (result.exitCode() != 0) {
            throw new IllegalStateException(
                    shown() + " failed with exit code " + result.exitCode() + ":\n" + Logs.tail(output, 30));
        }
        return result.output();
    }

    private Process start() {
        try {
            Files.createDirectories(output.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeAll(MAVEN_INTERNALS);
            builder.environment().putAll(environment);
            builder.environment().values().removeIf(String::isEmpty);
            return builder.start();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot start " + shown() + ": " + e.getMessage(), e);
        }
    }

    private String shown() {
        return String.join(" ", command.subList(0, Math.min(command.size(), 4)));
    }

    /**
     * How it ended.
     *
     * @param exitCode its exit code
     * @param output what it wrote to standard output and error
     */
    public record Result(int exitCode, String output) {}
}
