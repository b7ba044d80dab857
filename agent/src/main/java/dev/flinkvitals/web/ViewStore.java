/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.recorder.Recording;
import dev.flinkvitals.signals.JobId;
import java.util.Optional;

/**
 * Where the monitor leaves the newest view and the page finds it. There is one per JVM, because the page is created by
 * Flink's ServiceLoader and knows nobody; where several JobManagers share a JVM the leader's view is shown.
 */
public final class ViewStore {
    private static volatile ClusterView current = ClusterView.STANDBY;
    private static volatile Downloads downloads = job -> Optional.empty();
    private static volatile boolean enabled;

    private ViewStore() {}

    /** Where the page gets recordings from; thread safe, and never waits. */
    @FunctionalInterface
    public interface Downloads {
        /**
         * The recording of a job as it is now.
         *
         * @param job the job
         * @return the recording; empty if there is none at this moment
         */
        Optional<Recording> recording(JobId job);
    }

    /** Replaces the source of recordings. */
    public static synchronized void publish(Downloads source) {
        downloads = source;
    }

    /** Takes a source back: its JobManager no longer leads. The source of another one stays. */
    public static synchronized void withdraw(Downloads source) {
        if (downloads == source) {
            downloads = job -> Optional.empty();
        }
    }

    /** The present source of recordings. */
    public static Downloads downloads() {
        return downloads;
    }

    /** Replaces the view. */
    public static synchronized void publish(ClusterView view) {
        current = view;
    }

    /**
     * Takes a view back: its JobManager no longer leads. A view of another JobManager, which leads by now, stays.
     *
     * @param view as published
     */
    @SuppressWarnings("ReferenceEquality") // An equal view of another JobManager is still not this one.
    public static synchronized void withdraw(ClusterView view) {
        if (current == view) {
            current = ClusterView.STANDBY;
        }
    }

    /** The newest view. */
    public static ClusterView current() {
        return current;
    }

    /**
     * Switches the page on: only the agent in a JobManager does, so that it stays inert in other processes. It stays on when
     * the JobManager no longer leads, and then says so.
     */
    public static void enable(boolean on) {
        enabled = on;
    }

    /** Whether the page answers at all. */
    public static boolean isEnabled() {
        return enabled;
    }
}
