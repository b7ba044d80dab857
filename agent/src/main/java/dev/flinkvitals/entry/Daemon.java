/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.entry;

import dev.flinkvitals.export.VitalsThreads;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Schedulers and workers of the agent, on threads as {@link VitalsThreads} makes them. */
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

    /**
     * A worker with one thread, which starts with the first task; tasks beyond the queue are rejected.
     *
     * @param name name of the thread, without the prefix that all our threads have
     * @param queue most tasks that wait
     */
    public static ExecutorService worker(String name, int queue) {
        return new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), VitalsThreads.factory(name));
    }
}
