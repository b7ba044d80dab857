/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook;

import org.jspecify.annotations.Nullable;

/**
 * Where inlined advice arrives: plain static calls with plain objects, because advice code runs inside Flink's classes. One
 * listener per JVM; it keys its state by the objects it is given, so several JobManagers and TaskManagers may share a JVM.
 */
public final class HookBridge {
    private static volatile @Nullable HookListener listener;

    private HookBridge() {}

    /** Sets who hears of the hooks; null for nobody. */
    public static void listenWith(@Nullable HookListener newListener) {
        listener = newListener;
    }

    /** See {@link HookListener#dispatcherStarted}. */
    public static void dispatcherStarted(Object dispatcher) {
        HookListener current = listener;
        if (current != null) {
            current.dispatcherStarted(dispatcher);
        }
    }

    /** See {@link HookListener#dispatcherStopping}. */
    public static void dispatcherStopping(Object dispatcher) {
        HookListener current = listener;
        if (current != null) {
            current.dispatcherStopping(dispatcher);
        }
    }

    /** See {@link HookListener#taskManagerStarted}. */
    public static void taskManagerStarted(Object taskExecutor) {
        HookListener current = listener;
        if (current != null) {
            current.taskManagerStarted(taskExecutor);
        }
    }

    /** See {@link HookListener#taskManagerStopping}. */
    public static void taskManagerStopping(Object taskExecutor) {
        HookListener current = listener;
        if (current != null) {
            current.taskManagerStopping(taskExecutor);
        }
    }

    /** See {@link HookListener#checkpointFailed}. */
    public static void checkpointFailed(Object[] arguments) {
        HookListener current = listener;
        if (current != null) {
            current.checkpointFailed(arguments);
        }
    }

    /** See {@link HookListener#jobStarted}. */
    public static void jobStarted(Object jobMaster) {
        HookListener current = listener;
        if (current != null) {
            current.jobStarted(jobMaster);
        }
    }

    /** See {@link HookListener#reporterConfiguration}. */
    public static Object reporterConfiguration(Object configuration) {
        HookListener current = listener;
        return current == null ? configuration : current.reporterConfiguration(configuration);
    }

    /** See {@link HookListener#nativeMetricOptions}. */
    public static void nativeMetricOptions(Object options) {
        HookListener current = listener;
        if (current != null) {
            current.nativeMetricOptions(options);
        }
    }

    /** See {@link HookListener#taskStarted}. */
    public static void taskStarted(Object task) {
        HookListener current = listener;
        if (current != null) {
            current.taskStarted(task);
        }
    }

    /** See {@link HookListener#taskEnded}. */
    public static void taskEnded(Object task) {
        HookListener current = listener;
        if (current != null) {
            current.taskEnded(task);
        }
    }

    /** See {@link HookListener#keyedState}. */
    public static void keyedState(Object backend, Object descriptor) {
        HookListener current = listener;
        if (current != null) {
            current.keyedState(backend, descriptor);
        }
    }
}
