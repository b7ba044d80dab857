/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export;

/**
 * The port through which measurements and events leave the process. Thread safe; no method blocks or throws.
 */
public interface Exporter extends AutoCloseable {
    /** An exporter that exports nothing: no endpoint is configured. */
    Exporter NONE = new Exporter() {
        @Override
        public void add(PointSource source) {}

        @Override
        public void remove(PointSource source) {}

        @Override
        public void emit(Event event) {}

        @Override
        public void close() {}
    };

    /**
     * Exports the points of a source from now on.
     *
     * @param source asked once per export interval
     */
    void add(PointSource source);

    /**
     * Stops exporting a source.
     *
     * @param source as added
     */
    void remove(PointSource source);

    /**
     * Queues an event. When the queue is full, the event is dropped and counted.
     *
     * @param event the event
     */
    void emit(Event event);

    /** Flushes for at most one second and stops. */
    @Override
    void close();
}
