/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import dev.flinkvitals.examples.parts.Logs;
import dev.flinkvitals.examples.parts.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The file {@code processes} in a run's folder, and what is done about the folders of runs that were killed. Its first line is the JVM that owns the
 * run: while that one is alive, the run is nobody else's business.
 */
final class Leftovers {
    private static final String FILE = "processes";
    private static final int END_TIMEOUT_SECONDS = 10;

    private Leftovers() {}

    /** Writes a process down. */
    static void record(Path runDirectory, ProcessRecord process) {
        try {
            Files.writeString(
                    runDirectory.resolve(FILE),
                    process.toLine() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write down process " + process.pid(), e);
        }
    }

    /** Ends what killed runs left running, and deletes their folders. */
    static void cleanUp(Path labDirectory, Progress progress) {
        if (!Files.isDirectory(labDirectory)) {
            return;
        }
        try (Stream<Path> runs = Files.list(labDirectory)) {
            for (Path run : runs.filter(Files::isDirectory).toList()) {
                cleanUpRun(run, progress);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + labDirectory, e);
        }
    }

    private static void cleanUpRun(Path run, Progress progress) {
        List<ProcessRecord> processes = Logs.lines(run.resolve(FILE)).stream()
                .flatMap(line -> ProcessRecord.parse(line).stream())
                .toList();
        if (processes.isEmpty()) {
            // Another launcher may just have made this folder: without an owner's line, it is left alone.
            return;
        }
        if (processes.get(0).find().isPresent()) {
            return;
        }
        List<ProcessRecord> newestFirst = new ArrayList<>(processes);
        Collections.reverse(newestFirst);
        for (ProcessRecord process : newestFirst) {
            Optional<ProcessHandle> found = process.find();
            found.ifPresent(handle -> {
                progress.say(
                        "ending " + process.name() + " (process " + process.pid() + "), left behind by an earlier run");
                end(handle);
            });
        }
        deleteTree(run);
    }

    private static void end(ProcessHandle process) {
        process.destroyForcibly();
        try {
            process.onExit().get(END_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Process " + process.pid() + " of an earlier run does not end", e);
        }
    }

    /** Deletes a folder; what cannot be deleted stays, since a later run tries again. */
    static void deleteTree(Path folder) {
        Path processes = folder.resolve(FILE);
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                if (!path.equals(folder) && !path.equals(processes)) {
                    Files.deleteIfExists(path);
                }
            }
            // Last, so that a deletion that is interrupted can be repeated.
            Files.deleteIfExists(processes);
            Files.deleteIfExists(folder);
        } catch (IOException | UncheckedIOException e) {
            // The file with the processes is still there: the next run comes back to this folder.
            return;
        }
    }
}
