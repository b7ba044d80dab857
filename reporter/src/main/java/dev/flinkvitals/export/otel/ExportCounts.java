/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import dev.flinkvitals.export.Metric;
import dev.flinkvitals.export.Point;
import dev.flinkvitals.export.PointSource;
import dev.flinkvitals.export.RawSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the exporter says of itself. Counting is thread safe; the points are asked for by one thread. */
final class ExportCounts implements PointSource {
    private final Map<Outcome, LongAdder> exports = new ConcurrentHashMap<>();
    private final LongAdder dropped = new LongAdder();
    private final AgentCpu cpu = new AgentCpu();
    private final RawSource raw;

    ExportCounts(RawSource raw) {
        this.raw = raw;
    }

    private record Outcome(String signal, boolean sent) {}

    void count(String signal, boolean sent) {
        exports.computeIfAbsent(new Outcome(signal, sent), outcome -> new LongAdder())
                .increment();
    }

    void drop(int events) {
        dropped.add(events);
    }

    @Override
    public List<Point> points() {
        List<Point> points = new ArrayList<>();
        exports.forEach((outcome, number) -> points.add(new Point(
                Metric.AGENT_EXPORTS,
                number.sum(),
                Map.of("signal", outcome.signal(), "result", outcome.sent() ? "ok" : "failed"))));
        points.add(new Point(Metric.AGENT_DROPPED, dropped.sum(), Map.of("queue", "events")));
        points.add(new Point(Metric.AGENT_GAUGE_FAILURES, raw.failures(), Map.of()));
        cpu.seconds().ifPresent(seconds -> points.add(new Point(Metric.AGENT_CPU_TIME, seconds, Map.of())));
        return points;
    }
}
