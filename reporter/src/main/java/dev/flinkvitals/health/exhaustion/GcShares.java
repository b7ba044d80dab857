/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import dev.flinkvitals.health.estimate.RecentSamples;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The share of time that each process spends in garbage collection, over a window. Not thread-safe. */
final class GcShares {
    private final Duration window;
    private final Map<String, Recent> recent = new HashMap<>();

    private static final class Recent {
        private final RecentSamples samples;
        private long sampleMillis = Long.MIN_VALUE;
        private double mean;

        Recent(Duration window) {
            samples = new RecentSamples(window);
        }
    }

    GcShares(Duration window) {
        this.window = window;
    }

    /**
     * Takes the processes of one cycle; a process that is not among them is forgotten.
     *
     * @param processes the job's processes
     * @return share of time by process id, 0 to 1, of those that tell it now
     */
    Map<String, Double> update(List<ProcessLevels> processes) {
        Map<String, Double> shares = new TreeMap<>();
        Set<String> heard = new HashSet<>();
        for (ProcessLevels process : processes) {
            heard.add(process.processId());
            if (process.gcShare().isPresent()) {
                Recent of = recent.computeIfAbsent(process.processId(), id -> new Recent(window));
                if (of.sampleMillis != process.sampleMillis()) {
                    of.sampleMillis = process.sampleMillis();
                    of.samples.add(
                            Duration.ofMillis(process.sampleMillis()),
                            process.gcShare().getAsDouble());
                    of.mean = of.samples.mean();
                }
                shares.put(process.processId(), of.mean);
            }
        }
        recent.keySet().retainAll(heard);
        return shares;
    }
}
