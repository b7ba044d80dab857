/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults;

import java.nio.file.Path;
import java.util.Map;

/** The lines of {@code config.yaml}: seconds where a real installation has minutes. */
final class PlantSettings {
    /** The product's settings. */
    static final Map<String, String> VITALS = Map.of(
            "vitals.interval", "1 s",
            "vitals.health.window", "5 s",
            "vitals.health.forecast.bucket", "2 s",
            "vitals.health.forecast.horizon", "5 min",
            "vitals.health.lag-target", "5 s");

    private PlantSettings() {}

    /**
     * Flink's settings.
     *
     * @param storage folder of the storage that can be put into trouble
     */
    static Map<String, String> flink(Path storage) {
        return Map.of(
                "taskmanager.load-balance.mode", "SLOTS",
                // With the default of 32 KiB, small messages would fill buffers for a minute before backpressure is
                // felt.
                "taskmanager.memory.segment-size", "4 kb",
                "taskmanager.network.memory.floating-buffers-per-gate", "4",
                "execution.checkpointing.interval", "5 s",
                "execution.checkpointing.timeout", "60 s",
                "execution.checkpointing.tolerable-failed-checkpoints", "1000",
                "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION",
                "execution.checkpointing.dir", "faulty://" + storage.resolve("checkpoints"),
                "execution.checkpointing.savepoint-dir", "faulty://" + storage.resolve("savepoints"));
    }
}
