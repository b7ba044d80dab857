/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker;

import java.util.Map;

/** The lines of {@code config.yaml} for all scenarios: seconds where a real installation has minutes. */
final class BreakerSettings {
    /** Flink's and the product's. */
    static final Map<String, String> ALL = Map.ofEntries(
            Map.entry("execution.checkpointing.interval", "5 s"),
            Map.entry("execution.checkpointing.timeout", "60 s"),
            // The breaker takes no savepoint where a failed one could restart the job.
            Map.entry("execution.checkpointing.tolerable-failed-checkpoints", "3"),
            Map.entry("vitals.interval", "1 s"),
            Map.entry("vitals.health.window", "5 s"),
            Map.entry("vitals.health.forecast.bucket", "2 s"),
            Map.entry("vitals.health.forecast.horizon", "3 min"),
            Map.entry("vitals.snapshots.stable-for", "10 s"),
            Map.entry("vitals.snapshots.min-interval", "30 s"),
            Map.entry("vitals.snapshots.watch", "40 s"));

    private BreakerSettings() {}
}
