/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import dev.flinkvitals.config.ExportConfig;
import dev.flinkvitals.export.VitalsThreads;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The OTLP connections of one exporter. */
final class Transport implements AutoCloseable {
    /** One attempt and one repetition: what comes too late is worthless, the next export brings newer numbers. */
    private static final RetryPolicy RETRY =
            RetryPolicy.builder().setMaxAttempts(2).build();

    private static final int MOST_THREADS = 4;

    private final ExecutorService threads;
    private final MetricExporter metrics;
    private final LogRecordExporter logs;

    private Transport(ExecutorService threads, MetricExporter metrics, LogRecordExporter logs) {
        this.threads = threads;
        this.metrics = metrics;
        this.logs = logs;
    }

    /**
     * Opens the connections, lazily: nothing is sent yet.
     *
     * @param config where to
     * @param endpoint URL of the receiver
     * @throws IllegalArgumentException if the URL is not valid
     */
    static Transport open(ExportConfig config, String endpoint) {
        SdkMessages.capture();
        ExecutorService threads = new ThreadPoolExecutor(
                0, MOST_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), VitalsThreads.factory("otlp-sender"));
        return switch (config.protocol()) {
            case GRPC ->
                new Transport(threads, grpcMetrics(config, endpoint, threads), grpcLogs(config, endpoint, threads));
            case HTTP_PROTOBUF ->
                new Transport(threads, httpMetrics(config, endpoint, threads), httpLogs(config, endpoint, threads));
        };
    }

    CompletableResultCode send(Collection<MetricData> request) {
        return metrics.export(request);
    }

    CompletableResultCode sendLogs(Collection<LogRecordData> request) {
        return logs.export(request);
    }

    @Override
    public void close() {
        metrics.shutdown();
        logs.shutdown();
        threads.shutdownNow();
    }

    private static MetricExporter grpcMetrics(ExportConfig config, String endpoint, ExecutorService threads) {
        var builder = OtlpGrpcMetricExporter.builder()
                .setEndpoint(endpoint)
                .setTimeout(config.timeout())
                .setCompression(compression(config))
                .setRetryPolicy(RETRY)
                .setExecutorService(threads);
        config.headers().forEach(builder::addHeader);
        return builder.build();
    }

    private static LogRecordExporter grpcLogs(ExportConfig config, String endpoint, ExecutorService threads) {
        var builder = OtlpGrpcLogRecordExporter.builder()
                .setEndpoint(endpoint)
                .setTimeout(config.timeout())
                .setCompression(compression(config))
                .setRetryPolicy(RETRY)
                .setExecutorService(threads);
        config.headers().forEach(builder::addHeader);
        return builder.build();
    }

    private static MetricExporter httpMetrics(ExportConfig config, String endpoint, ExecutorService threads) {
        var builder = OtlpHttpMetricExporter.builder()
                .setEndpoint(path(endpoint, "v1/metrics"))
                .setTimeout(config.timeout())
                .setCompression(compression(config))
                .setRetryPolicy(RETRY)
                .setExecutorService(threads);
        config.headers().forEach(builder::addHeader);
        return builder.build();
    }

    private static LogRecordExporter httpLogs(ExportConfig config, String endpoint, ExecutorService threads) {
        var builder = OtlpHttpLogRecordExporter.builder()
                .setEndpoint(path(endpoint, "v1/logs"))
                .setTimeout(config.timeout())
                .setCompression(compression(config))
                .setRetryPolicy(RETRY)
                .setExecutorService(threads);
        config.headers().forEach(builder::addHeader);
        return builder.build();
    }

    private static String compression(ExportConfig config) {
        return config.gzip() ? "gzip" : "none";
    }

    private static String path(String endpoint, String signal) {
        return endpoint.endsWith("/") ? endpoint + signal : endpoint + "/" + signal;
    }
}
