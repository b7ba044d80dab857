/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import dev.flinkvitals.export.VitalsThreads;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** CPU time of the agent's own threads, those that have ended included. Used by one thread. */
final class AgentCpu {
    private static final double NANOS_PER_SECOND = 1e9;

    private Map<Long, Long> nanosByThread = new HashMap<>();
    private long endedNanos;

    /** Seconds so far, never less than before; empty if the JVM does not measure CPU time per thread. */
    OptionalDouble seconds() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        if (!threads.isThreadCpuTimeSupported() || !threads.isThreadCpuTimeEnabled()) {
            return OptionalDouble.empty();
        }
        Map<Long, Long> present = new HashMap<>();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(VitalsThreads.PREFIX)) {
                long nanos = threads.getThreadCpuTime(thread.getThreadId());
                if (nanos >= 0) {
                    present.put(thread.getThreadId(), nanos);
                }
            }
        }
        nanosByThread.keySet().removeAll(present.keySet());
        endedNanos += sum(nanosByThread);
        nanosByThread = present;
        return OptionalDouble.of((endedNanos + sum(present)) / NANOS_PER_SECOND);
    }

    private static long sum(Map<Long, Long> nanos) {
        return nanos.values().stream().mapToLong(Long::longValue).sum();
    }
}
