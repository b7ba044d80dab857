/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.flinkvitals.config.ExportConfig;
import dev.flinkvitals.export.Event;
import dev.flinkvitals.export.Metric;
import dev.flinkvitals.export.Point;
import dev.flinkvitals.export.ProcessIdentity;
import dev.flinkvitals.export.RateLimitedLog;
import dev.flinkvitals.export.RawValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;

@Timeout(60)
class OtlpPipelineTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Event EVENT =
            new Event("flink.vitals.finding.opened", Event.Severity.INFO, Instant.EPOCH, "Opened.", Map.of());

    private final Logger logger = mock(Logger.class);
    private final FakeRawSource raw = new FakeRawSource();
    private final ExportCounts counts = new ExportCounts(raw);
    private Optional<Transport> transport = Optional.empty();

    @AfterEach
    void close() {
        transport.ifPresent(Transport::close);
    }

    @ParameterizedTest
    @EnumSource(ExportConfig.Protocol.class)
    void countsAndWarnsOnceWhileTheCollectorIsDown(ExportConfig.Protocol protocol) throws IOException {
        raw.add("flink.one", Map.of(), new RawValue.Whole(1));
        OtlpPipeline pipeline = pipeline(protocol, "http://127.0.0.1:" + unusedPort());
        pipeline.exportMetrics(TIMEOUT);
        pipeline.exportMetrics(TIMEOUT);
        pipeline.exportEvents(List.of(EVENT, EVENT), TIMEOUT);

        assertThat(counts.points())
                .contains(
                        new Point(Metric.AGENT_EXPORTS, 2, Map.of("signal", "metrics", "result", "failed")),
                        new Point(Metric.AGENT_EXPORTS, 1, Map.of("signal", "logs", "result", "failed")),
                        new Point(Metric.AGENT_DROPPED, 2, Map.of("queue", "events")));
        verify(logger, times(1)).warn(anyString());
        verify(logger).warn(contains("OTLP export of metrics failed"));
    }

    @Test
    void givesUpTheRestOfAnExportAfterTwoRefusals() throws IOException {
        for (int i = 0; i < OtlpPipeline.MOST_POINTS_PER_REQUEST * 5; i++) {
            raw.add("flink.one", Map.of("i", Integer.toString(i)), new RawValue.Whole(1));
        }
        try (FakeCollector collector = new FakeCollector()) {
            collector.status = 400;
            pipeline(ExportConfig.Protocol.HTTP_PROTOBUF, collector.endpoint() + "/")
                    .exportMetrics(TIMEOUT);

            assertThat(collector.requests).hasValue(2);
            verify(logger).warn(contains("HTTP status code 400"));
        }
    }

    @Test
    void sendsManySeriesInRequestsOfBoundedSize() throws IOException {
        for (int i = 0; i < OtlpPipeline.MOST_POINTS_PER_REQUEST * 2 + 1; i++) {
            raw.add("flink.one", Map.of("i", Integer.toString(i)), new RawValue.Whole(1));
        }
        try (FakeCollector collector = new FakeCollector()) {
            pipeline(ExportConfig.Protocol.HTTP_PROTOBUF, collector.endpoint()).exportMetrics(TIMEOUT);

            assertThat(collector.metrics)
                    .extracting(request -> FakeCollector.metricsOf(request).stream()
                            .mapToInt(metric -> metric.getGauge().getDataPointsCount())
                            .sum())
                    .containsExactly(2_000, 2_000, 1);
        }
    }

    private OtlpPipeline pipeline(ExportConfig.Protocol protocol, String endpoint) {
        ExportConfig config = new ExportConfig(
                Optional.of(endpoint),
                protocol,
                Duration.ofSeconds(1),
                TIMEOUT,
                Map.of(),
                true,
                true,
                "flink",
                Map.of());
        Transport opened = Transport.open(config, endpoint);
        transport = Optional.of(opened);
        return new OtlpPipeline(
                config,
                new ProcessIdentity(ProcessIdentity.JOB_MANAGER, "jm", Optional.empty(), "0.1.0"),
                raw,
                List.of(),
                opened,
                counts,
                new RateLimitedLog(logger, Duration.ofMinutes(1), () -> 0),
                () -> Instant.EPOCH);
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
