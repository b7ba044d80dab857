/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

/** A Kafka broker in its own JVM (KRaft, broker and controller in one), on free ports of this machine. */
public final class KafkaBroker implements AutoCloseable {
    /**
     * Formats its storage, starts it and waits until it answers.
     *
     * @param run what its process belongs to
     * @return the running broker
     * @throws IllegalStateException if it does not come up within a minute
     */
    public static KafkaBroker start(Run run) {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Value for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Its process. */
    public ManagedProcess process() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    @Override
    public void close() {}
}
