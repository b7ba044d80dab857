/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/** An OTLP/HTTP receiver on loopback that keeps what it gets, or refuses it, or never answers. */
final class FakeCollector implements AutoCloseable {
    final BlockingQueue<ExportMetricsServiceRequest> metrics = new LinkedBlockingQueue<>();
    final BlockingQueue<ExportLogsServiceRequest> logs = new LinkedBlockingQueue<>();
    final BlockingQueue<String> authorizations = new LinkedBlockingQueue<>();
    final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch hang = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    volatile int status = 200;
    volatile boolean hanging;

    FakeCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/metrics", exchange -> answer(exchange, true));
        server.createContext("/v1/logs", exchange -> answer(exchange, false));
        server.setExecutor(threads);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next metrics request. */
    List<Metric> nextMetrics() throws InterruptedException {
        ExportMetricsServiceRequest request = metrics.poll(10, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no metrics arrived within 10 s");
        }
        return metricsOf(request);
    }

    static List<Metric> metricsOf(ExportMetricsServiceRequest request) {
        return request.getResourceMetricsList().stream()
                .flatMap(resource -> resource.getScopeMetricsList().stream())
                .flatMap(scope -> scope.getMetricsList().stream())
                .toList();
    }

    @Override
    public void close() {
        hang.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange, boolean isMetrics) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            if (hanging) {
                hang.await(20, TimeUnit.SECONDS);
                return;
            }
            InputStream body = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                    ? new GZIPInputStream(exchange.getRequestBody())
                    : exchange.getRequestBody();
            byte[] bytes = body.readAllBytes();
            String authorization = exchange.getRequestHeaders().getFirst("authorization");
            if (authorization != null) {
                authorizations.add(authorization);
            }
            if (status == 200 && isMetrics) {
                metrics.add(ExportMetricsServiceRequest.parseFrom(bytes));
            } else if (status == 200) {
                logs.add(ExportLogsServiceRequest.parseFrom(bytes));
            }
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
