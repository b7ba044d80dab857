/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.process;

import java.lang.management.ManagementFactory;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How much of the processors that this process may use it has used since the last look: gain of its CPU time over wall time
 * and the number of processors, which the JVM takes from the control group's quota. Computed here, since the JVM's own load
 * is that since anybody last asked, and Flink's metrics ask too. Used by one thread.
 */
final class CpuShare {
    private final LongSupplier cpuNanos;
    private final IntSupplier processors;
    private long lastCpuNanos = -1;
    private long lastMillis;

    CpuShare() {
        this(CpuShare::processCpuNanos, Runtime.getRuntime()::availableProcessors);
    }

    /**
     * For tests.
     *
     * @param cpuNanos CPU time of the process, nanoseconds; negative if not known
     * @param processors processors that it may use
     */
    CpuShare(LongSupplier cpuNanos, IntSupplier processors) {
        this.cpuNanos = cpuNanos;
        this.processors = processors;
    }

    /**
     * Looks again.
     *
     * @param nowMillis monotonic time
     * @return the share since the last look, 0 to 1; empty at the first one and where the JVM does not tell
     */
    OptionalDouble next(long nowMillis) {
        long cpu = cpuNanos.getAsLong();
        long spent = cpu - lastCpuNanos;
        long wall = TimeUnit.MILLISECONDS.toNanos(nowMillis - lastMillis);
        boolean known = cpu >= 0 && lastCpuNanos >= 0 && spent >= 0 && wall > 0;
        lastCpuNanos = cpu;
        lastMillis = nowMillis;
        return known
                ? OptionalDouble.of(Math.min(1, (double) spent / wall / Math.max(1, processors.getAsInt())))
                : OptionalDouble.empty();
    }

    private static long processCpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : -1;
    }
}
