/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.entry;

import dev.flinkvitals.export.VitalsThreads;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Schedulers of the agent, on threads as {@link VitalsThreads} makes them. */
public final class Daemon {
    private Daemon() {}

    /**
     * A scheduler with one thread.
     *
     * @param name name of the thread, without the prefix that all our threads have
     */
    public static ScheduledExecutorService scheduler(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, VitalsThreads.factory(name));
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }
}
