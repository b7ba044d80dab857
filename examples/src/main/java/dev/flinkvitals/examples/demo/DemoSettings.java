/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import java.net.URI;
import java.util.Map;

/**
 * The lines of {@code config.yaml} that make the demo short. A real installation needs none of the product's: its defaults
 * look at minutes and hours where the demo looks at seconds.
 */
final class DemoSettings {
    private DemoSettings() {}

    /** Flink's own settings. */
    static Map<String, String> flink() {
        return Map.ofEntries(
                // One slot in use on each TaskManager, instead of two on one.
                Map.entry("taskmanager.load-balance.mode", "SLOTS"),
                // Small orders would fill the buffers between two tasks for a minute before the first task feels the
                // second.
                Map.entry("taskmanager.network.memory.floating-buffers-per-gate", "2"),
                Map.entry("taskmanager.network.memory.buffer-debloat.enabled", "true"),
                Map.entry("taskmanager.network.memory.buffer-debloat.target", "300 ms"),
                Map.entry("taskmanager.network.memory.buffer-debloat.samples", "5"),
                Map.entry("state.backend.type", "rocksdb"),
                Map.entry("execution.checkpointing.incremental", "true"),
                Map.entry("execution.checkpointing.interval", "5 s"),
                Map.entry("execution.checkpointing.timeout", "60 s"),
                // The breaker takes no savepoint where a failed one could restart the job.
                Map.entry("execution.checkpointing.tolerable-failed-checkpoints", "10"));
    }

    /**
     * The product's settings.
     *
     * @param otlp endpoint of the receiver
     */
    static Map<String, String> vitals(URI otlp) {
        return Map.ofEntries(
                Map.entry("vitals.interval", "1 s"),
                Map.entry("vitals.health.window", "5 s"),
                Map.entry("vitals.health.forecast.bucket", "2 s"),
                Map.entry("vitals.health.forecast.horizon", "5 min"),
                Map.entry("vitals.health.lag-target", "10 s"),
                Map.entry("vitals.snapshots.policies.disk", "active"),
                Map.entry("vitals.snapshots.stable-for", "20 s"),
                Map.entry("vitals.snapshots.min-interval", "30 s"),
                // What the sizeLimit of a Kubernetes volume would be: the file system itself knows no such limit.
                Map.entry("vitals.limits.local-state", "48 mb"),
                Map.entry("vitals.export.endpoint", otlp.toString()),
                Map.entry("vitals.export.protocol", "http/protobuf"),
                Map.entry("vitals.export.interval", "2 s"));
    }
}
