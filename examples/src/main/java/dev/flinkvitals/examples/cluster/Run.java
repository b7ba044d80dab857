/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import dev.flinkvitals.examples.parts.Command;
import dev.flinkvitals.examples.parts.MavenClasspath;
import dev.flinkvitals.examples.parts.Progress;
import dev.flinkvitals.examples.parts.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One run of the launcher or of a test: a folder of its own, and every process that was started in it. Closing it, or the end of this JVM, stops
 * the processes in reverse order and deletes the folder; what a killed run left behind is cleaned up by the next. Thread safe.
 */
public final class Run implements AutoCloseable {
    private static final String OWNER = "launcher";

    private final Workspace workspace;
    private final Path directory;
    private final Optional<Path> keepLogs;
    private final Progress progress;
    private final Thread shutdownHook;
    private final List<ManagedProcess> processes = new ArrayList<>();
    private final List<Supplier<List<ProcessHandle>>> strangers = new ArrayList<>();
    private boolean closed;

    private Run(Workspace workspace, Path directory, Optional<Path> keepLogs, Progress progress) {
        this.workspace = workspace;
        this.directory = directory;
        this.keepLogs = keepLogs;
        this.progress = progress;
        this.shutdownHook = new Thread(this::shutDown, "lab-shutdown");
    }

    /**
     * Begins a run, after cleaning up what killed runs left behind.
     *
     * @param workspace the repository
     * @param name what the run does, such as {@code demo}; part of the folder's name
     * @param keepLogs where the logs are copied when the run closes; empty: nowhere
     * @param progress told about leftovers
     * @return the run
     */
    public static Run open(Workspace workspace, String name, Optional<Path> keepLogs, Progress progress) {
        Leftovers.cleanUp(workspace.labDirectory(), progress);
        try {
            Files.createDirectories(workspace.labDirectory());
            Path directory = Files.createTempDirectory(workspace.labDirectory(), name + "-");
            Leftovers.record(directory, ProcessRecord.of(ProcessHandle.current(), OWNER));
            Run run = new Run(workspace, directory, keepLogs, progress);
            Runtime.getRuntime().addShutdownHook(run.shutdownHook);
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create a folder in " + workspace.labDirectory(), e);
        }
    }

    /** The repository. */
    public Workspace workspace() {
        return workspace;
    }

    /** The run's folder, which is deleted at the end. */
    public Path directory() {
        return directory;
    }

    /** Where the run says what it does. */
    public Progress progress() {
        return progress;
    }

    /** Class paths for the processes of this run. */
    public MavenClasspath classPaths() {
        return new MavenClasspath(workspace, progress);
    }

    /**
     * Starts a process that ends with the run at the latest.
     *
     * @param command what to start
     * @return the process
     * @throws IllegalStateException if it cannot be started, or the run is closed
     */
    public synchronized ManagedProcess start(ProcessCommand command) {
        if (closed) {
            throw new IllegalStateException("The run is closed: " + command.name() + " is not started");
        }
        try {
            Files.createDirectories(command.directory());
            Files.createDirectories(command.log().toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(command.command())
                    .directory(command.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(command.log().toFile()));
            builder.environment().putAll(command.environment());
            ManagedProcess process = new ManagedProcess(command.name(), builder.start(), command.log());
            processes.add(process);
            Leftovers.record(directory, ProcessRecord.of(process.handle(), command.name()));
            return process;
        } catch (IOException e) {
            throw new IllegalStateException("Cannot start " + command.name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Names processes that somebody else starts for this run, such as the daemons of Flink's scripts, so that they end with it.
     *
     * @param processes asked when the run closes
     */
    public synchronized void watch(Supplier<List<ProcessHandle>> processes) {
        strangers.add(processes);
    }

    /**
     * Writes down a process that somebody else started for this run, so that a later run can end it if this one is killed.
     *
     * @param name short name for messages
     * @param process the process
     */
    public void record(String name, ProcessHandle process) {
        Leftovers.record(directory, ProcessRecord.of(process, name));
    }

    /** Stops all processes, copies the logs if they are to be kept, and deletes the folder. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // This JVM is shutting down: the hook is running or has run.
        }
    }

    private void shutDown() {
        Command.endAll();
        end();
    }

    private synchronized void end() {
        if (closed) {
            return;
        }
        closed = true;
        List<ManagedProcess> newestFirst = new ArrayList<>(processes);
        Collections.reverse(newestFirst);
        newestFirst.forEach(ManagedProcess::askToEnd);
        newestFirst.forEach(ManagedProcess::close);
        strangers.stream().flatMap(found -> found.get().stream()).forEach(ProcessHandle::destroyForcibly);
        keepLogs.ifPresent(this::copyLogs);
        Leftovers.deleteTree(directory);
    }

    private void copyLogs(Path target) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Run::isLog).toList()) {
                Path copy = target.resolve(directory.relativize(file).toString());
                Files.createDirectories(copy.toAbsolutePath().getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            progress.say("cannot keep the logs in " + target + ": " + e);
        }
    }

    private static boolean isLog(Path file) {
        String name = String.valueOf(file.getFileName());
        boolean inLogFolder = Optional.ofNullable(file.getParent()).stream().anyMatch(folder -> folder.endsWith("log"));
        return Files.isRegularFile(file) && (inLogFolder || name.endsWith(".out") || name.equals("config.yaml"));
    }
}
