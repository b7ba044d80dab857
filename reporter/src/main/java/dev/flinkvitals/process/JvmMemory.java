/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.process;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Metaspace and direct buffers of this JVM. What another JVM than HotSpot does not tell is empty. Thread safe. */
final class JvmMemory {
    private final @Nullable MemoryPoolMXBean metaspace;
    private final @Nullable BufferPoolMXBean direct;
    private final OptionalLong directMaxBytes;

    JvmMemory() {
        this.metaspace = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .findFirst()
                .orElse(null);
        this.direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .findFirst()
                .orElse(null);
        this.directMaxBytes = directLimit();
    }

    /** Metaspace in use, that of compressed classes included. */
    OptionalLong metaspaceBytes() {
        return metaspace == null
                ? OptionalLong.empty()
                : OptionalLong.of(metaspace.getUsage().getUsed());
    }

    /** {@code -XX:MaxMetaspaceSize}; empty if it is not set. */
    OptionalLong metaspaceMaxBytes() {
        long max = metaspace == null ? -1 : metaspace.getUsage().getMax();
        return max > 0 ? OptionalLong.of(max) : OptionalLong.empty();
    }

    /** Capacity of the direct buffers: what the JVM holds against the limit. Flink's network memory is part of it, in full from the start. */
    OptionalLong directBytes() {
        return direct == null ? OptionalLong.empty() : OptionalLong.of(direct.getTotalCapacity());
    }

    /** {@code -XX:MaxDirectMemorySize}; without it, the JVM allows as much as the maximum heap. */
    OptionalLong directMaxBytes() {
        return directMaxBytes;
    }

    private static OptionalLong directLimit() {
        try {
            HotSpotDiagnosticMXBean hotSpot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            if (hotSpot == null) {
                return OptionalLong.empty();
            }
            long set = Long.parseLong(hotSpot.getVMOption("MaxDirectMemorySize").getValue());
            return OptionalLong.of(set > 0 ? set : Runtime.getRuntime().maxMemory());
        } catch (RuntimeException | LinkageError e) {
            // No HotSpot, or one without this option.
            return OptionalLong.empty();
        }
    }
}
