/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.inside;

import dev.flinkvitals.export.Metric;
import dev.flinkvitals.export.Point;
import dev.flinkvitals.export.PointSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often this process looked inside a subtask. Thread safe. */
public final class EvidenceCounts implements PointSource {
    private final LongAdder threads = new LongAdder();
    private final LongAdder keyGroups = new LongAdder();

    /** Nothing was looked at yet. */
    public EvidenceCounts() {}

    void countThread() {
        threads.increment();
    }

    void countKeyGroups() {
        keyGroups.increment();
    }

    @Override
    public List<Point> points() {
        return List.of(
                new Point(Metric.AGENT_EVIDENCE, threads.sum(), Map.of("kind", "thread")),
                new Point(Metric.AGENT_EVIDENCE, keyGroups.sum(), Map.of("kind", "key_groups")));
    }
}
