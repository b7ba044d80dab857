/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import dev.flinkvitals.config.ExportConfig;
import dev.flinkvitals.export.Event;
import dev.flinkvitals.export.Point;
import dev.flinkvitals.export.PointSource;
import dev.flinkvitals.export.ProcessIdentity;
import dev.flinkvitals.export.RateLimitedLog;
import dev.flinkvitals.export.RawSource;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One export after the other: read, translate, send, count. Keeps nothing of an export that failed. Used by one thread. */
final class OtlpPipeline {
    /** Keeps a request well below the 4 MiB that gRPC receivers accept, at some 600 bytes a point. */
    static final int MOST_POINTS_PER_REQUEST = 2_000;

    /** After this many failures in a row the rest of an export is given up: the receiver is not there. */
    private static final int MOST_FAILURES_IN_A_ROW = 2;

    private final Resource resource;
    private final LogRecords records;
    private final RawPoints rawPoints;
    private final DerivedPoints derivedPoints;
    private final RawSource raw;
    private final List<PointSource> sources;
    private final Transport transport;
    private final ExportCounts counts;
    private final RateLimitedLog log;
    private final InstantSource wall;

    OtlpPipeline(
            ExportConfig config,
            ProcessIdentity identity,
            RawSource raw,
            List<PointSource> sources,
            Transport transport,
            ExportCounts counts,
            RateLimitedLog log,
            InstantSource wall) {
        this.resource = Resources.of(config, identity);
        this.records = new LogRecords(resource);
        this.rawPoints = new RawPoints(Resources.constant(identity));
        this.derivedPoints = new DerivedPoints(epochNanos(wall.instant()));
        this.raw = raw;
        this.sources = sources;
        this.transport = transport;
        this.counts = counts;
        this.log = log;
        this.wall = wall;
    }

    /** Reads and sends all metrics; waits for each request at most the given time. */
    void exportMetrics(Duration timeout) {
        int failures = 0;
        for (List<MetricData> request : collect()) {
            boolean sent = await(transport.send(request), timeout, "metrics");
            counts.count("metrics", sent);
            failures = sent ? 0 : failures + 1;
            if (failures == MOST_FAILURES_IN_A_ROW) {
                return;
            }
        }
    }

    /** Sends events; waits at most the given time. */
    void exportEvents(List<Event> events, Duration timeout) {
        boolean sent = await(transport.sendLogs(records.of(events)), timeout, "logs");
        counts.count("logs", sent);
        if (!sent) {
            counts.drop(events.size());
        }
    }

    private List<List<MetricData>> collect() {
        long now = epochNanos(wall.instant());
        PointGroups groups = new PointGroups(resource);
        raw.read().forEach(sample -> rawPoints.add(sample, now, groups));
        for (PointSource source : sources) {
            for (Point point : pointsOf(source)) {
                derivedPoints.add(point, now, groups);
            }
        }
        return groups.requests(MOST_POINTS_PER_REQUEST);
    }

    private List<Point> pointsOf(PointSource source) {
        try {
            return source.points();
        } catch (Throwable e) {
            log.warn("A source of derived metrics failed", e);
            return List.of();
        }
    }

    private boolean await(CompletableResultCode result, Duration timeout, String signal) {
        boolean sent = result.join(timeout.toNanos(), TimeUnit.NANOSECONDS).isSuccess();
        if (!sent) {
            String said =
                    SdkMessages.take().map(message -> " (" + message + ")").orElse("");
            log.warn("OTLP export of " + signal + " failed" + said, result.getFailureThrowable());
        }
        return sent;
    }

    private static long epochNanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
