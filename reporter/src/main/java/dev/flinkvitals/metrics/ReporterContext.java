/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import dev.flinkvitals.config.ConfigResult;
import java.util.Map;
import java.util.Optional;

/**
 * What the agent knows before Flink creates the reporter. Flink creates reporters itself, so this is the only way to hand
 * something to them.
 *
 * @param settings the settings, already parsed and their problems already logged
 * @param flinkConfiguration Flink's effective configuration
 */
public record ReporterContext(ConfigResult settings, Map<String, String> flinkConfiguration) {
    private static volatile Optional<ReporterContext> current = Optional.empty();

    /** Copies the map. */
    public ReporterContext {
        flinkConfiguration = Map.copyOf(flinkConfiguration);
    }

    /**
     * Offers settings to the reporters that are opened from now on.
     *
     * @param settings the settings
     * @param flinkConfiguration Flink's effective configuration
     */
    public static void offer(ConfigResult settings, Map<String, String> flinkConfiguration) {
        current = Optional.of(new ReporterContext(settings, flinkConfiguration));
    }

    /** What was offered last; empty if the agent is not there. */
    public static Optional<ReporterContext> current() {
        return current;
    }

    /** Forgets the offer: for tests. */
    static void clear() {
        current = Optional.empty();
    }
}
