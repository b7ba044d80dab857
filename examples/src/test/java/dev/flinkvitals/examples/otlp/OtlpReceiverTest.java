/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OtlpReceiverTest {
    private final OtlpReceiver receiver = OtlpReceiver.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void countsPointsThatArriveAsCompressedHttp() throws Exception {
        assertThat(post(metrics(3.5), true)).isEqualTo(200);
        assertThat(post(metrics(4.5), false)).isEqualTo(200);

        assertThat(receiver.requests()).isEqualTo(2);
        assertThat(receiver.points()).isEqualTo(2);
        assertThat(receiver.metricNames()).containsExactly("flink.load");
        assertThat(receiver.find("flink.load", Map.of("vertex", "sink", "host", "h1")))
                .contains(new Series("flink.load", "1", Map.of("vertex", "sink"), Map.of("host", "h1"), 4.5));
        assertThat(receiver.find("flink.load", Map.of("vertex", "source"))).isEmpty();
    }

    @Test
    void keepsLogRecordsThatArriveOverGrpc() throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress(
                        "127.0.0.1", receiver.grpc().getPort())
                .usePlaintext()
                .build();
        try {
            LogsServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .export(logs());
            receiver.behave(Behaviour.FAIL);
            assertThatThrownBy(() -> LogsServiceGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(10, TimeUnit.SECONDS)
                            .export(logs()))
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasMessageContaining("UNAVAILABLE");
        } finally {
            channel.shutdownNow();
        }

        assertThat(receiver.logRecordCount()).isEqualTo(1);
        assertThat(receiver.logRecords())
                .containsExactly(new dev.flinkvitals.examples.otlp.LogRecord(
                        "breaker.decision", "held", "INFO", Map.of("reason", "not stable"), Map.of("host", "h1")));
    }

    @Test
    void failsAndHangsWhenToldTo() throws Exception {
        receiver.behave(Behaviour.FAIL);
        assertThat(post(metrics(1), true)).isEqualTo(503);

        receiver.behave(Behaviour.HANG);
        assertThatThrownBy(() -> post(metrics(1), true)).isInstanceOf(HttpTimeoutException.class);

        receiver.behave(Behaviour.ACCEPT);
        assertThat(post(metrics(1), true)).isEqualTo(200);
    }

    private int post(ExportMetricsServiceRequest body, boolean gzip) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(receiver.http().resolve("/v1/metrics"))
                .timeout(Duration.ofSeconds(1))
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        gzip ? compressed(body.toByteArray()) : body.toByteArray()));
        if (gzip) {
            request.header("Content-Encoding", "gzip");
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static byte[] compressed(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }

    private static ExportMetricsServiceRequest metrics(double value) {
        NumberDataPoint point = NumberDataPoint.newBuilder()
                .setAsDouble(value)
                .addAttributes(attribute("vertex", "sink"))
                .build();
        Metric metric = Metric.newBuilder()
                .setName("flink.load")
                .setUnit("1")
                .setGauge(Gauge.newBuilder().addDataPoints(point))
                .build();
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(resource())
                        .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
                .build();
    }

    private static ExportLogsServiceRequest logs() {
        LogRecord log = LogRecord.newBuilder()
                .setEventName("breaker.decision")
                .setSeverityText("INFO")
                .setBody(AnyValue.newBuilder().setStringValue("held"))
                .addAttributes(attribute("reason", "not stable"))
                .build();
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(resource())
                        .addScopeLogs(ScopeLogs.newBuilder().addLogRecords(log)))
                .build();
    }

    private static Resource resource() {
        return Resource.newBuilder().addAttributes(attribute("host", "h1")).build();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
