/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.flinkvitals.config.ExportConfig;
import dev.flinkvitals.export.Event;
import dev.flinkvitals.export.Exporter;
import dev.flinkvitals.export.Point;
import dev.flinkvitals.export.PointSource;
import dev.flinkvitals.export.ProcessIdentity;
import dev.flinkvitals.export.RawValue;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OtlpExporterTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ProcessIdentity IDENTITY =
            new ProcessIdentity("taskmanager", "tm-1", Optional.of("host-1"), "0.1.0");
    private static final Event EVENT = new Event(
            "flink.vitals.breaker.decision",
            Event.Severity.WARN,
            NOW,
            "Checkpoint triggered.",
            Map.of("job.name", "orders", "exposure", 2.5, "attempt", 3L, "ours", true));

    private final FakeRawSource raw = new FakeRawSource();
    private FakeCollector collector;
    private Exporter exporter = Exporter.NONE;

    @BeforeEach
    void startCollector() throws IOException {
        collector = new FakeCollector();
    }

    @AfterEach
    void stopAll() {
        exporter.close();
        collector.close();
    }

    @Test
    void exportsCountersAsCumulativeSumsSinceTheirRegistration() throws InterruptedException {
        raw.add("flink.task.up", Map.of("job_name", "orders"), new RawValue.Count(5, false));
        raw.add("flink.task.down", Map.of(), new RawValue.Count(2, true));
        start(collector.endpoint());

        List<Metric> metrics = collector.nextMetrics();
        Metric up = named(metrics, "flink.task.up");
        assertThat(up.getSum().getIsMonotonic()).isTrue();
        assertThat(up.getSum().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        NumberDataPoint point = up.getSum().getDataPoints(0);
        assertThat(point.getAsInt()).isEqualTo(5);
        assertThat(point.getStartTimeUnixNano()).isEqualTo(1_000_000_000L);
        assertThat(point.getTimeUnixNano()).isEqualTo(NOW.toEpochMilli() * 1_000_000);
        assertThat(attributes(point.getAttributesList())).containsExactly(entry("job_name", "orders"));
        assertThat(named(metrics, "flink.task.down").getSum().getIsMonotonic()).isFalse();
    }

    @Test
    void groupsTheSeriesOfOneName() throws InterruptedException {
        raw.add("flink.task.usage", Map.of("subtask_index", "0"), new RawValue.Level(0.5));
        raw.add("flink.task.usage", Map.of("subtask_index", "1"), new RawValue.Level(0.75));
        start(collector.endpoint());

        Metric usage = named(collector.nextMetrics(), "flink.task.usage");
        assertThat(usage.getGauge().getDataPointsList())
                .extracting(NumberDataPoint::getAsDouble)
                .containsExactly(0.5, 0.75);
    }

    @Test
    void exportsMetersAndHistogramsUnderTheNamesOfFlinksReporter() throws InterruptedException {
        raw.add("flink.task.rate", Map.of(), new RawValue.Rate(10, 2.5, false));
        raw.add(
                "flink.task.latency",
                Map.of(),
                new RawValue.Distribution(4, 2.0, Map.of(0.0, 1.0, 0.5, 2.0, 1.0, 3.0)));
        start(collector.endpoint());

        List<Metric> metrics = collector.nextMetrics();
        assertThat(named(metrics, "flink.task.rate.count")
                        .getSum()
                        .getDataPoints(0)
                        .getAsInt())
                .isEqualTo(10);
        assertThat(named(metrics, "flink.task.rate.rate")
                        .getGauge()
                        .getDataPoints(0)
                        .getAsDouble())
                .isEqualTo(2.5);
        SummaryDataPoint latency =
                named(metrics, "flink.task.latency").getSummary().getDataPoints(0);
        assertThat(latency.getCount()).isEqualTo(4);
        assertThat(latency.getSum()).isEqualTo(8.0);
        assertThat(latency.getQuantileValuesList())
                .extracting(SummaryDataPoint.ValueAtQuantile::getQuantile, SummaryDataPoint.ValueAtQuantile::getValue)
                .containsExactly(tuple(0.0, 1.0), tuple(0.5, 2.0), tuple(1.0, 3.0));
    }

    @Test
    void putsWhatIsConstantForTheProcessOnTheResource() throws InterruptedException {
        raw.add("flink.one", Map.of("host", "host-1", "tm_id", "tm-1", "job_id", "j"), new RawValue.Whole(1));
        raw.add("flink.two", Map.of("host", "host-1", "tm_id", "tm-2"), new RawValue.Whole(1));
        start(collector.endpoint());

        ExportMetricsServiceRequest request = collector.metrics.poll(10, TimeUnit.SECONDS);
        assertThat(attributes(request.getResourceMetrics(0).getResource().getAttributesList()))
                .containsEntry("service.name", "flink")
                .containsEntry("host.name", "host-1")
                .containsEntry("tm_id", "tm-1")
                .containsEntry("flink.role", "taskmanager")
                .containsEntry("deployment.environment", "test")
                .containsKey("service.instance.id");
        List<Metric> metrics = FakeCollector.metricsOf(request);
        assertThat(attributes(
                        named(metrics, "flink.one").getGauge().getDataPoints(0).getAttributesList()))
                .containsExactly(entry("job_id", "j"));
        assertThat(attributes(
                        named(metrics, "flink.two").getGauge().getDataPoints(0).getAttributesList()))
                .containsExactly(entry("tm_id", "tm-2"));
    }

    @Test
    void exportsDerivedPointsWithUnitAndMeaningUntilTheirSourceIsRemoved() throws InterruptedException {
        PointSource source = () -> List.of(
                new Point(dev.flinkvitals.export.Metric.JOB_SCORE, 87.5, Map.of("job.id", "j", "job.name", "orders")),
                new Point(dev.flinkvitals.export.Metric.LAG_TIME, Double.NaN, Map.of("job.id", "j")));
        PointSource broken = () -> {
            throw new IllegalStateException("bug");
        };
        start(collector.endpoint());
        exporter.add(broken);
        exporter.add(source);

        List<Metric> metrics = collector.nextMetrics();
        while (metrics.stream().noneMatch(metric -> metric.getName().equals("flink.vitals.job.score"))) {
            metrics = collector.nextMetrics();
        }
        Metric score = named(metrics, "flink.vitals.job.score");
        assertThat(score.getUnit()).isEqualTo("{score}");
        assertThat(score.getDescription()).isEqualTo(dev.flinkvitals.export.Metric.JOB_SCORE.description());
        assertThat(score.getGauge().getDataPoints(0).getAsDouble()).isEqualTo(87.5);
        assertThat(metrics).noneMatch(metric -> metric.getName().equals("flink.vitals.lag.time"));

        exporter.remove(source);
        collector.nextMetrics();
        assertThat(collector.nextMetrics()).noneMatch(metric -> metric.getName().equals("flink.vitals.job.score"));
    }

    @Test
    void exportsWhatItCostsAndLoses() throws InterruptedException {
        start(collector.endpoint());

        collector.nextMetrics();
        List<Metric> metrics = collector.nextMetrics();
        Metric exports = named(metrics, "flink.vitals.agent.exports");
        assertThat(exports.getSum().getIsMonotonic()).isTrue();
        assertThat(attributes(exports.getSum().getDataPoints(0).getAttributesList()))
                .containsOnly(entry("signal", "metrics"), entry("result", "ok"));
        assertThat(exports.getSum().getDataPoints(0).getAsDouble()).isGreaterThanOrEqualTo(1);
        assertThat(named(metrics, "flink.vitals.agent.gauge_failures")
                        .getSum()
                        .getDataPoints(0)
                        .getAsDouble())
                .isEqualTo(4);
        assertThat(named(metrics, "flink.vitals.agent.cpu.time")
                        .getSum()
                        .getDataPoints(0)
                        .getAsDouble())
                .isGreaterThan(0);
    }

    @Test
    void exportsEventsAsLogRecordsWithEventName() throws InterruptedException {
        start(collector.endpoint());
        exporter.emit(EVENT);

        ExportLogsServiceRequest request = collector.logs.poll(10, TimeUnit.SECONDS);
        LogRecord log = request.getResourceLogs(0).getScopeLogs(0).getLogRecords(0);
        assertThat(log.getEventName()).isEqualTo("flink.vitals.breaker.decision");
        assertThat(log.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_WARN);
        assertThat(log.getBody().getStringValue()).isEqualTo("Checkpoint triggered.");
        assertThat(log.getTimeUnixNano()).isEqualTo(NOW.toEpochMilli() * 1_000_000);
        assertThat(log.getAttributesList())
                .extracting(KeyValue::getKey, KeyValue::getValue)
                .containsExactlyInAnyOrder(
                        tuple(
                                "job.name",
                                AnyValue.newBuilder().setStringValue("orders").build()),
                        tuple(
                                "exposure",
                                AnyValue.newBuilder().setDoubleValue(2.5).build()),
                        tuple("attempt", AnyValue.newBuilder().setIntValue(3).build()),
                        tuple("ours", AnyValue.newBuilder().setBoolValue(true).build()));
        assertThat(attributes(request.getResourceLogs(0).getResource().getAttributesList()))
                .containsEntry("service.name", "flink");
    }

    @Test
    void sendsTheConfiguredHeaders() throws InterruptedException {
        start(collector.endpoint());

        assertThat(collector.authorizations.poll(10, TimeUnit.SECONDS)).isEqualTo("Bearer secret");
    }

    @Test
    void countsWhatTheCollectorRefusesAndGoesOn() throws InterruptedException {
        collector.status = 400;
        start(collector.endpoint());
        while (collector.requests.get() < 2) {
            Thread.onSpinWait();
        }
        collector.status = 200;

        collector.nextMetrics();
        Metric exports = named(collector.nextMetrics(), "flink.vitals.agent.exports");
        assertThat(exports.getSum().getDataPointsList())
                .filteredOn(point -> attributes(point.getAttributesList()).containsValue("failed"))
                .singleElement()
                .satisfies(point -> assertThat(point.getAsDouble()).isGreaterThanOrEqualTo(1));
    }

    @Test
    void closesWithinASecondWhileTheCollectorHangs() {
        collector.hanging = true;
        start(collector.endpoint());
        exporter.emit(EVENT);
        while (collector.requests.get() < 1) {
            Thread.onSpinWait();
        }

        long before = System.nanoTime();
        exporter.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void sendsTheLastEventsWhenItCloses() throws InterruptedException {
        exporter = OtlpExporter.start(
                config(collector.endpoint(), Duration.ofHours(1)), () -> IDENTITY, raw, () -> NOW, System::nanoTime);
        exporter.emit(EVENT);
        exporter.close();

        assertThat(collector.logs.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(raw.closed).isTrue();
    }

    @Test
    void startsNothingWithoutAnEndpoint() {
        ExportConfig config = config("unused", Duration.ofSeconds(1));
        ExportConfig without = new ExportConfig(
                Optional.empty(),
                config.protocol(),
                config.interval(),
                config.timeout(),
                Map.of(),
                true,
                true,
                "flink",
                Map.of());

        assertThat(OtlpExporter.start(without, () -> IDENTITY, raw, InstantSource.system(), System::nanoTime))
                .isSameAs(Exporter.NONE);
        assertThat(raw.closed).isTrue();
    }

    @Test
    void refusesAnEndpointThatIsNoUrl() {
        assertThatThrownBy(() -> start("not a url")).isInstanceOf(IllegalArgumentException.class);
    }

    private void start(String endpoint) {
        exporter = OtlpExporter.start(
                config(endpoint, Duration.ofMillis(50)), () -> IDENTITY, raw, () -> NOW, System::nanoTime);
    }

    private static ExportConfig config(String endpoint, Duration interval) {
        return new ExportConfig(
                Optional.of(endpoint),
                ExportConfig.Protocol.HTTP_PROTOBUF,
                interval,
                Duration.ofSeconds(10),
                Map.of("authorization", "Bearer secret"),
                true,
                true,
                "flink",
                Map.of("deployment.environment", "test"));
    }

    private static Metric named(List<Metric> metrics, String name) {
        return metrics.stream()
                .filter(metric -> metric.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among "
                        + metrics.stream().map(Metric::getName).toList()));
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey, value -> value.getValue().getStringValue()));
    }
}
