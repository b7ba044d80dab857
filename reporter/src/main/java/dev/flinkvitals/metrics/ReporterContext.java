/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import dev.flinkvitals.config.ConfigResult;
import dev.flinkvitals.export.PointSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the agent knows before Flink creates the reporter. Flink creates reporters itself, so this is the only way to hand
 * something to them.
 *
 * @param settings the settings, already parsed and their problems already logged
 * @param flinkConfiguration Flink's effective configuration
 * @param points what each reporter of this process exports of the agent itself
 */
public record ReporterContext(ConfigResult settings, Map<String, String> flinkConfiguration, List<PointSource> points) {
    private static volatile Optional<ReporterContext> current = Optional.empty();

    /** Copies map and list. */
    public ReporterContext {
        flinkConfiguration = Map.copyOf(flinkConfiguration);
        points = List.copyOf(points);
    }

    /**
     * Offers settings to the reporters that are opened from now on.
     *
     * @param settings the settings
     * @param flinkConfiguration Flink's effective configuration
     * @param points what each reporter of this process exports of the agent itself
     */
    public static void offer(ConfigResult settings, Map<String, String> flinkConfiguration, List<PointSource> points) {
        current = Optional.of(new ReporterContext(settings, flinkConfiguration, points));
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
