/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import dev.flinkvitals.signals.ProcessReading;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Garbage collection and processor use of each TaskManager, as means over the last complete window. Not thread-safe. */
public final class ProcessMeans {
    private final Map<String, Mean> gc = new HashMap<>();
    private final Map<String, Mean> cpu = new HashMap<>();

    /** A mean that grows until its window ends. */
    private static final class Mean {
        private double sum;
        private int count;
        private OptionalDouble last = OptionalDouble.empty();

        void add(double value) {
            sum += value;
            count++;
        }

        void windowEnded() {
            last = count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
            sum = 0;
            count = 0;
        }
    }

    /**
     * Takes one cycle.
     *
     * @param processes the TaskManagers that run the job
     * @param windowEnds whether a window of the job ends now
     */
    public void update(List<ProcessReading> processes, boolean windowEnds) {
        for (ProcessReading process : processes) {
            add(gc, process.processId(), process.gcShare());
            add(cpu, process.processId(), process.cpuShare());
        }
        if (windowEnds) {
            Set<String> heard = new HashSet<>();
            processes.forEach(process -> heard.add(process.processId()));
            gc.keySet().retainAll(heard);
            cpu.keySet().retainAll(heard);
            gc.values().forEach(Mean::windowEnded);
            cpu.values().forEach(Mean::windowEnded);
        }
    }

    /** Share of time that a TaskManager spent in garbage collection, 0 to 1. */
    OptionalDouble gcShare(String processId) {
        Mean mean = gc.get(processId);
        return mean == null ? OptionalDouble.empty() : mean.last;
    }

    /** Share of the processors it may use that a TaskManager did use, 0 to 1. */
    OptionalDouble cpuShare(String processId) {
        Mean mean = cpu.get(processId);
        return mean == null ? OptionalDouble.empty() : mean.last;
    }

    private static void add(Map<String, Mean> means, String processId, OptionalDouble share) {
        if (share.isPresent() && Double.isFinite(share.getAsDouble())) {
            means.computeIfAbsent(processId, id -> new Mean()).add(Math.max(0, Math.min(1, share.getAsDouble())));
        }
    }
}
