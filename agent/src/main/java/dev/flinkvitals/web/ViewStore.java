/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

/**
 * Where the monitor leaves the newest view and the page finds it. There is one per JVM, because the page is created by
 * Flink's ServiceLoader and knows nobody; where several JobManagers share a JVM the leader's view is shown.
 */
public final class ViewStore {
    private static volatile ClusterView current = ClusterView.STANDBY;
    private static volatile boolean enabled;

    private ViewStore() {}

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
