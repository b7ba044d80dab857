/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.process;

import dev.flinkvitals.config.LimitsConfig;
import dev.flinkvitals.signals.ProcessReading;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.MemorySize;

/**
 * Reads what this JVM shows of its memory, CPU and disk. Used by one thread, which is not one of Flink's: it walks directories.
 */
public final class ProcessSampler implements AutoCloseable {
    /** Process id of a JobManager. */
    public static final String JOB_MANAGER = ProcessReading.JOB_MANAGER;

    /** The walk is the costly part: it may take this share of the time, so a large state is looked at less often. */
    private static final int WALK_PAUSE_FACTOR = 50;

    private static final int MOST_FILES = 20_000;

    private final LimitsConfig limits;
    private final Map<String, String> flinkConfiguration;
    private final LinuxMemory linux;
    private final DirectoryUsage disk = new DirectoryUsage(MOST_FILES);
    private final HeapSampler heap = new HeapSampler();
    private final JvmMemory memory = new JvmMemory();
    private final CpuShare cpu = new CpuShare();
    private final Map<String, Walk> walks = new HashMap<>();

    /**
     * A sampler of this process.
     *
     * @param limits limits that the user declared
     * @param flinkConfiguration Flink's configuration, flat
     */
    public ProcessSampler(LimitsConfig limits, Map<String, String> flinkConfiguration) {
        this(limits, flinkConfiguration, Path.of("/proc/self"), Path.of("/sys/fs/cgroup"));
    }

    ProcessSampler(LimitsConfig limits, Map<String, String> flinkConfiguration, Path proc, Path cgroup) {
        this.limits = limits;
        this.flinkConfiguration = Map.copyOf(flinkConfiguration);
        this.linux = new LinuxMemory(proc, cgroup);
    }

    /**
     * Reads once, where Flink has no managed memory.
     *
     * @param processId Flink's resource id of a TaskManager, or {@link #JOB_MANAGER}
     * @param sampleMillis stamp of the reading: milliseconds on this process's monotonic clock
     * @return the reading; what cannot be told is empty
     */
    public ProcessReading read(String processId, long sampleMillis) {
        return read(processId, sampleMillis, OptionalLong.empty(), OptionalLong.empty());
    }

    /**
     * Reads once. The local state is that of {@link StateDirectories}, looked at so often that the look takes 2 % of the time at most.
     *
     * @param processId Flink's resource id of a TaskManager, or {@link #JOB_MANAGER}
     * @param sampleMillis stamp of the reading: milliseconds on this process's monotonic clock
     * @param managedBytes Flink's managed memory in use
     * @param managedMaxBytes Flink's managed memory
     * @return the reading; what cannot be told is empty
     */
    public ProcessReading read(
            String processId, long sampleMillis, OptionalLong managedBytes, OptionalLong managedMaxBytes) {
        boolean jobManager = processId.equals(JOB_MANAGER);
        Walk walk = jobManager ? Walk.NONE : walk(processId, sampleMillis);
        return new ProcessReading(
                processId,
                sampleMillis,
                heap.afterGcBytes(),
                heap.maxBytes(),
                heap.gcShare(),
                linux.rssBytes(),
                memoryLimit(jobManager),
                walk.usedBytes(),
                walk.usedBytes().isPresent() ? walk.limitBytes() : OptionalLong.empty(),
                memory.metaspaceBytes(),
                memory.metaspaceMaxBytes(),
                memory.directBytes(),
                memory.directMaxBytes(),
                managedBytes,
                managedMaxBytes,
                cpu.next(sampleMillis),
                heap.longLivedBytes());
    }

    @Override
    public void close() {
        heap.close();
    }

    private OptionalLong memoryLimit(boolean jobManager) {
        if (limits.processMemoryBytes().isPresent()) {
            return limits.processMemoryBytes();
        }
        OptionalLong cgroup = linux.limitBytes();
        if (cgroup.isPresent()) {
            return cgroup;
        }
        String size = flinkConfiguration.get((jobManager ? "jobmanager" : "taskmanager") + ".memory.process.size");
        try {
            return size == null ? OptionalLong.empty() : OptionalLong.of(MemorySize.parseBytes(size));
        } catch (IllegalArgumentException e) {
            // Flink has its own words for a size that it cannot read.
            return OptionalLong.empty();
        }
    }

    private Walk walk(String taskManagerId, long nowMillis) {
        Walk last = walks.get(taskManagerId);
        if (last != null && nowMillis - last.atMillis() < WALK_PAUSE_FACTOR * last.tookMillis()) {
            return last;
        }
        List<Path> directories = StateDirectories.of(flinkConfiguration, taskManagerId);
        long start = System.nanoTime();
        OptionalLong used = disk.usedBytes(directories);
        long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        OptionalLong limit = limits.localStateBytes();
        OptionalLong usable = disk.usableBytes(directories);
        if (limit.isEmpty() && used.isPresent() && usable.isPresent()) {
            limit = OptionalLong.of(used.getAsLong() + usable.getAsLong());
        }
        Walk walk = new Walk(nowMillis, tookMillis, used, limit);
        walks.put(taskManagerId, walk);
        return walk;
    }

    /**
     * What the last look at the disk showed.
     *
     * @param atMillis when
     * @param tookMillis how long the look took
     * @param usedBytes bytes that they hold
     * @param limitBytes bytes that they may hold
     */
    private record Walk(long atMillis, long tookMillis, OptionalLong usedBytes, OptionalLong limitBytes) {
        static final Walk NONE = new Walk(0, 0, OptionalLong.empty(), OptionalLong.empty());
    }
}
