/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export;

import java.util.concurrent.ThreadFactory;

/** The threads of Flink Vitals: named, daemon, and tied to no job. */
public final class VitalsThreads {
    /** Every thread's name starts with this; the agent's own CPU time is the sum over these threads. */
    public static final String PREFIX = "vitals-";

    private VitalsThreads() {}

    /**
     * A thread that is not started yet.
     *
     * @param name name without the prefix
     * @param body what it runs
     * @return a daemon thread whose context class loader is that of this class, whoever asks for it
     */
    public static Thread create(String name, Runnable body) {
        // No inherited thread locals and no inherited context class loader: both could hold a job's class loader for
        // ever.
        Thread thread = new Thread(null, body, PREFIX + name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(VitalsThreads.class.getClassLoader());
        return thread;
    }

    /**
     * A factory of such threads.
     *
     * @param name name without the prefix
     * @return the factory
     */
    public static ThreadFactory factory(String name) {
        return body -> create(name, body);
    }
}
