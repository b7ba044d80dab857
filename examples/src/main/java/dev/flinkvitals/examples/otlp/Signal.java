/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.otlp;

/** OTLP's signals, and where each is sent to. */
enum Signal {
    METRICS("/v1/metrics", "opentelemetry.proto.collector.metrics.v1.MetricsService"),
    LOGS("/v1/logs", "opentelemetry.proto.collector.logs.v1.LogsService"),
    TRACES("/v1/traces", "opentelemetry.proto.collector.trace.v1.TraceService");

    private final String path;
    private final String service;

    Signal(String path, String service) {
        this.path = path;
        this.service = service;
    }

    /** Path of OTLP/HTTP. */
    String path() {
        return path;
    }

    /** Full name of the gRPC service. */
    String service() {
        return service;
    }
}
