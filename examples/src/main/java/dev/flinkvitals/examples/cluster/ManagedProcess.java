/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import java.nio.file.Path;
import java.time.Duration;

/** A process that a {@link Run} started. Thread safe. */
public final class ManagedProcess implements AutoCloseable {
    /** Short name for messages. */
    public String name() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Its process id. */
    public long pid() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Whether it is running. */
    public boolean alive() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** File with its standard output and error. */
    public Path log() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Ends it as {@code kill -9} does, and waits until it is gone. */
    public void kill() {
        dev.flinkvitals.examples.parts.Todo.later();
    }

    /**
     * Waits until it ended by itself.
     *
     * @param timeout longest wait
     * @return its exit code
     * @throws IllegalStateException if it is still running then
     */
    public int waitForExit(Duration timeout) {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Asks it to end, and ends it if it has not after some seconds. */
    @Override
    public void close() {}
}
