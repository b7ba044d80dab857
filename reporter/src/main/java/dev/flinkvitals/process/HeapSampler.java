/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.process;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The heap and its collector, as Micrometer's JVM binders see them. Thread safe. */
final class HeapSampler implements AutoCloseable {
    /** As HotSpot's collectors name them, and the one pool of those that have but one. */
    private static final Pattern LONG_LIVED =
            Pattern.compile("Old Gen$|Tenured Gen$|^ZGC Old Generation$|^ZHeap$|^Shenandoah( Old Gen)?$");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final JvmHeapPressureMetrics pressure = new JvmHeapPressureMetrics();
    private final @Nullable Gauge liveData;
    private final @Nullable Gauge overhead;

    private final List<MemoryPoolMXBean> longLived = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP
                    && LONG_LIVED.matcher(pool.getName()).find())
            .toList();

    HeapSampler() {
        collections.bindTo(registry);
        pressure.bindTo(registry);
        this.liveData = registry.find("jvm.gc.live.data.size").gauge();
        this.overhead = registry.find("jvm.gc.overhead").gauge();
    }

    /** Bytes in the long-lived pools after the last collection that cleaned them; empty before the first. */
    OptionalLong afterGcBytes() {
        double bytes = liveData == null ? 0 : liveData.value();
        // Micrometer starts with 0, and no running JVM has an empty heap after a collection.
        return bytes > 0 ? OptionalLong.of((long) bytes) : OptionalLong.empty();
    }

    /** Bytes in the long-lived pools now; empty if the collector has none, or one of a name that is not known. */
    OptionalLong longLivedBytes() {
        long bytes = 0;
        for (MemoryPoolMXBean pool : longLived) {
            MemoryUsage usage = pool.getUsage();
            if (usage == null) {
                return OptionalLong.empty();
            }
            bytes += usage.getUsed();
        }
        return longLived.isEmpty() ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    /** Maximum heap; empty if it has no limit. */
    OptionalLong maxBytes() {
        long max = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax();
        return max > 0 ? OptionalLong.of(max) : OptionalLong.empty();
    }

    /** Share of the last five minutes, or of the time since the start if that is shorter, spent in collection pauses. */
    OptionalDouble gcShare() {
        double share = overhead == null ? Double.NaN : overhead.value();
        return Double.isFinite(share) ? OptionalDouble.of(Math.min(1, Math.max(0, share))) : OptionalDouble.empty();
    }

    @Override
    public void close() {
        collections.close();
        pressure.close();
        registry.close();
    }
}
