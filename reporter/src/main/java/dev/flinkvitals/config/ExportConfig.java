/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where everything goes.
 *
 * @param endpoint URL of the OTLP receiver; empty: nothing is exported
 * @param protocol gRPC or HTTP
 * @param interval time between two exports
 * @param timeout how long one export may take
 * @param headers sent with each request; never logged or shown
 * @param gzip whether requests are compressed
 * @param rawMetrics whether Flink's own metrics are exported besides the derived ones
 * @param serviceName {@code service.name} of the resource
 * @param resourceAttributes further attributes of the resource
 */
public record ExportConfig(
        Optional<String> endpoint,
        Protocol protocol,
        Duration interval,
        Duration timeout,
        Map<String, String> headers,
        boolean gzip,
        boolean rawMetrics,
        String serviceName,
        Map<String, String> resourceAttributes) {
    /** Copies the maps. */
    public ExportConfig {
        headers = Map.copyOf(headers);
        resourceAttributes = Map.copyOf(resourceAttributes);
    }

    /** OTLP's transports. */
    public enum Protocol {
        GRPC,
        HTTP_PROTOBUF
    }

    @Override
    public String toString() {
        // Headers carry tokens: they are left out on purpose.
        return "ExportConfig[endpoint=" + endpoint + ", protocol=" + protocol + ", interval=" + interval + "]";
    }
}
