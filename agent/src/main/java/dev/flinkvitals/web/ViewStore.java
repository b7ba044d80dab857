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
    public static void publish(ClusterView view) {
        current = view;
    }

    /** The newest view. */
    public static ClusterView current() {
        return current;
    }

    /** Switches the page on: only the agent in a JobManager does, so that it stays inert in other processes. */
    public static void enable(boolean on) {
        enabled = on;
    }

    /** Whether the page answers at all. */
    public static boolean isEnabled() {
        return enabled;
    }
}
