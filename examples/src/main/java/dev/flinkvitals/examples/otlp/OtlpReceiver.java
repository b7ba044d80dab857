/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.otlp;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An OTLP receiver in this process, on two free ports of the loopback address: HTTP and gRPC. Thread safe. */
public final class OtlpReceiver implements AutoCloseable {
    /**
     * A log record.
     *
     * @param eventName its event name; empty if it has none
     * @param body its text; empty if it has none
     * @param severity severity text
     * @param attributes its attributes as text
     * @param resource attributes of its resource as text
     */
    public record LogRecord(
            String eventName,
            String body,
            String severity,
            Map<String, String> attributes,
            Map<String, String> resource) {
        /** Copies the maps. */
        public LogRecord {
            attributes = Map.copyOf(attributes);
            resource = Map.copyOf(resource);
        }
    }

    /**
     * The last value of one series.
     *
     * @param metric name of the metric
     * @param unit its unit
     * @param attributes attributes of the point as text
     * @param resource attributes of the resource as text
     * @param value the value; of a histogram its count
     */
    public record Series(
            String metric, String unit, Map<String, String> attributes, Map<String, String> resource, double value) {
        /** Copies the maps. */
        public Series {
            attributes = Map.copyOf(attributes);
            resource = Map.copyOf(resource);
        }
    }

    /** How requests are answered. */
    public enum Behaviour {
        /** As a receiver should. */
        ACCEPT,
        /** With 503 or UNAVAILABLE. */
        FAIL,
        /** Not at all, until the behaviour changes or the receiver closes. */
        HANG
    }

    /** Starts both ports. */
    public static OtlpReceiver start() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Endpoint for {@code http/protobuf}, without a signal's path. */
    public URI http() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Endpoint for {@code grpc}. */
    public URI grpc() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** How requests are answered from now on. */
    public void behave(Behaviour behaviour) {
        dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Requests received so far, also those that were not accepted. */
    public long requests() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Distinct names of metrics received so far. */
    public Set<String> metricNames() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Points of metrics received so far. */
    public long points() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** Number of log records received so far. */
    public long logRecordCount() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** The newest log records, oldest first; at most 10,000. */
    public List<LogRecord> logRecords() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** The last value of each series of a metric; at most 20,000 series are remembered over all metrics. */
    public List<Series> series(String metric) {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** The last value of the first series of the metric that carries all these attributes (of the point or the resource). */
    public Optional<Series> find(String metric, Map<String, String> attributes) {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    @Override
    public void close() {}
}
