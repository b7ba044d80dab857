/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import dev.flinkvitals.examples.parts.Progress;
import dev.flinkvitals.examples.parts.Workspace;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One run of the launcher or of a test: a folder of its own, and every process that was started in it. Closing it, or the end of this JVM, stops
 * the processes in reverse order and deletes the folder; what a killed run left behind is cleaned up by the next. Thread safe.
 */
public final class Run implements AutoCloseable {
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
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** The repository. */
    public Workspace workspace() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** The run's folder, which is deleted at the end. */
    public Path directory() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Where the run says what it does. */
    public Progress progress() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /**
     * Starts a process that ends with the run at the latest.
     *
     * @param command what to start
     * @return the process
     * @throws IllegalStateException if it cannot be started
     */
    public ManagedProcess start(ProcessCommand command) {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    @Override
    public void close() {}
}
