/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import dev.flinkvitals.examples.parts.Logs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A process that a {@link Run} started. Thread safe. */
public final class ManagedProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(8);
    private static final Duration END = Duration.ofSeconds(10);

    private final String name;
    private final Process process;
    private final Path log;
    private volatile boolean frozen;

    ManagedProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Short name for messages. */
    public String name() {
        return name;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it is running. */
    public boolean alive() {
        return process.isAlive();
    }

    /** File with its standard output and error. */
    public Path log() {
        return log;
    }

    /** Memory that it holds; empty if it has ended, or this machine does not tell. */
    public OptionalLong residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Ends it as {@code kill -9} does, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        waitForExit(END);
    }

    /** Stops it in the middle of what it does, as a long pause of its machine does; until {@link #thaw}. */
    public void freeze() {
        frozen = true;
        signal("STOP");
    }

    /** Lets it go on after {@link #freeze}. */
    public void thaw() {
        signal("CONT");
        frozen = false;
    }

    /** Whether it does nothing at present. */
    public boolean frozen() {
        return frozen;
    }

    private void signal(String signal) {
        try {
            Process sender = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid())).start();
            if (!sender.waitFor(END.toMillis(), TimeUnit.MILLISECONDS) || sender.exitValue() != 0) {
                throw new IllegalStateException("cannot send " + signal + " to " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * Waits until it ended by itself.
     *
     * @param timeout longest wait
     * @return its exit code
     * @throws IllegalStateException if it is still running then
     */
    public int waitForExit(Duration timeout) {
        if (!ended(timeout)) {
            throw new IllegalStateException(
                    name + " is still running after " + timeout.toSeconds() + " s:\n" + Logs.tail(log, 20));
        }
        return process.exitValue();
    }

    /** Asks it to end, without waiting. */
    void askToEnd() {
        process.destroy();
    }

    /** Asks it to end, and ends it if it has not after some seconds. */
    @Override
    public void close() {
        askToEnd();
        if (!ended(GRACE)) {
            process.destroyForcibly();
            ended(END);
        }
    }

    private boolean ended(Duration timeout) {
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
