/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.outcome;

import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.estimate.Quantiles;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.Topology;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the sources of a job take in, over the last windows. Remembers ten numbers. Not thread safe. */
public final class SourceThroughput {
    private static final int WINDOWS = 10;
    /** With fewer, a single odd window would be the median. */
    private static final int NEEDED = 3;

    private final Deque<Double> windows = new ArrayDeque<>();

    /** A window ended; one in which it is not known is left out. */
    public void mark(Assessment assessment, JobReading reading) {
        perSecond(assessment, reading).ifPresent(rate -> {
            windows.addLast(rate);
            if (windows.size() > WINDOWS) {
                windows.removeFirst();
            }
        });
    }

    /** Median of the last windows, records per second; empty if too few are known. */
    public OptionalDouble median() {
        return windows.size() < NEEDED
                ? OptionalDouble.empty()
                : OptionalDouble.of(Quantiles.median(new ArrayList<>(windows)));
    }

    /** Records per second over all sources; empty if a source does not tell, or if the graph is not known. */
    static OptionalDouble perSecond(Assessment assessment, JobReading reading) {
        double sum = 0;
        boolean any = false;
        for (Topology.Vertex vertex : reading.topology().vertices()) {
            if (vertex.isSource()) {
                Optional<VertexLoad> load = assessment.vertices().stream()
                        .filter(l -> l.vertex().equals(vertex.id()))
                        .findFirst();
                OptionalDouble rate = load.map(VertexLoad::recordsPerSecond).orElse(OptionalDouble.empty());
                if (rate.isEmpty()) {
                    return OptionalDouble.empty();
                }
                sum += rate.getAsDouble();
                any = true;
            }
        }
        return any ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }
}
