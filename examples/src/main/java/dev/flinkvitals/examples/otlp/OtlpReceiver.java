/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/** An OTLP receiver in this process, on two free ports of the loopback address: HTTP and gRPC. Thread safe. */
public final class OtlpReceiver implements AutoCloseable {
    private final Received received = new Received();
    private final Answering answering = new Answering();
    private final AtomicLong requests = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "lab-otlp");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer http;
    private final Server grpc;

    private OtlpReceiver() throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        http = HttpServer.create(anyPort, 0);
        http.setExecutor(threads);
        for (Signal signal : Signal.values()) {
            http.createContext(signal.path(), exchange -> serve(signal, exchange));
        }
        http.start();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(anyPort).executor(threads);
        for (Signal signal : Signal.values()) {
            builder.addService(GrpcExport.service(signal, (request, response) -> serve(signal, request, response)));
        }
        grpc = builder.build().start();
    }

    /** Starts both ports. */
    public static OtlpReceiver start() {
        try {
            return new OtlpReceiver();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the ports of the OTLP receiver", e);
        }
    }

    private void serve(Signal signal, HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = exchange.getRequestBody()) {
            byte[] request = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                    ? new GZIPInputStream(body).readAllBytes()
                    : body.readAllBytes();
            requests.incrementAndGet();
            int status = status(signal, request);
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private int status(Signal signal, byte[] request) {
        if (!answering.accepts()) {
            return 503;
        }
        try {
            accept(signal, request);
            return 200;
        } catch (InvalidProtocolBufferException e) {
            return 400;
        }
    }

    private void serve(Signal signal, byte[] request, StreamObserver<byte[]> response) {
        requests.incrementAndGet();
        if (!answering.accepts()) {
            response.onError(Status.UNAVAILABLE.asRuntimeException());
            return;
        }
        try {
            accept(signal, request);
            // Every field of the response is optional: the empty message has no bytes.
            response.onNext(new byte[0]);
            response.onCompleted();
        } catch (InvalidProtocolBufferException e) {
            response.onError(Status.INVALID_ARGUMENT.asRuntimeException());
        }
    }

    private void accept(Signal signal, byte[] request) throws InvalidProtocolBufferException {
        switch (signal) {
            case METRICS -> received.metrics(request);
            case LOGS -> received.logs(request);
            case TRACES -> {}
        }
    }

    /** Endpoint for {@code http/protobuf}, without a signal's path. */
    public URI http() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** Endpoint for {@code grpc}. */
    public URI grpc() {
        return URI.create("http://127.0.0.1:" + grpc.getPort());
    }

    /**
     * How requests are answered from now on, also those that are hanging.
     *
     * @param behaviour the behaviour
     */
    public void behave(Behaviour behaviour) {
        answering.behave(behaviour);
    }

    /** Requests received so far, also those that were not accepted. */
    public long requests() {
        return requests.get();
    }

    /** Distinct names of metrics accepted so far. */
    public Set<String> metricNames() {
        return received.metricNames();
    }

    /** Points of metrics accepted so far. */
    public long points() {
        return received.points();
    }

    /** Number of log records accepted so far. */
    public long logRecordCount() {
        return received.logRecordCount();
    }

    /** The newest log records, oldest first; at most 10,000. */
    public List<LogRecord> logRecords() {
        return received.logRecords();
    }

    /**
     * The last value of each series of a metric; at most 20,000 series are remembered over all metrics.
     *
     * @param metric name of the metric
     * @return its series, in the order of their first arrival
     */
    public List<Series> series(String metric) {
        return received.series(metric);
    }

    /**
     * The last value of a series.
     *
     * @param metric name of the metric
     * @param attributes what the point or its resource has to carry
     * @return the first such series
     */
    public Optional<Series> find(String metric, Map<String, String> attributes) {
        return series(metric).stream()
                .filter(series -> series.carries(attributes))
                .findFirst();
    }

    @Override
    public void close() {
        answering.behave(Behaviour.FAIL);
        http.stop(0);
        grpc.shutdownNow();
        threads.shutdownNow();
    }
}
