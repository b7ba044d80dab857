/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import dev.flinkvitals.config.ConfigResult;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.flink.metrics.MetricConfig;

/** The settings when the agent is not there: Flink's configuration file, overridden by the reporter's own options. */
final class StandaloneSettings {
    static final String PREFIX = "vitals.";

    private final Supplier<Map<String, String>> flinkConfiguration;
    private final Map<String, String> environment;
    private final BiFunction<Map<String, String>, Map<String, String>, ConfigResult> parser;

    /**
     * Settings.
     *
     * @param flinkConfiguration reads Flink's configuration
     * @param environment environment variables
     * @param parser parses settings and environment
     */
    StandaloneSettings(
            Supplier<Map<String, String>> flinkConfiguration,
            Map<String, String> environment,
            BiFunction<Map<String, String>, Map<String, String>, ConfigResult> parser) {
        this.flinkConfiguration = flinkConfiguration;
        this.environment = environment;
        this.parser = parser;
    }

    /** Reads and parses. */
    ConfigResult load(MetricConfig reporterOptions) {
        Map<String, String> settings = new HashMap<>(flinkConfiguration.get());
        for (Map.Entry<Object, Object> option : reporterOptions.entrySet()) {
            String key = String.valueOf(option.getKey());
            if (key.startsWith(PREFIX)) {
                // Not getString: values keep their YAML type, and Flink 1.20 and 2.0 answer null for what is no string.
                settings.put(key, String.valueOf(option.getValue()));
            }
        }
        return parser.apply(settings, environment);
    }
}
