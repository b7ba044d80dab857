/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import dev.flinkvitals.config.ConfigKey;
import dev.flinkvitals.config.ConfigParser;
import dev.flinkvitals.config.ConfigResult;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.metrics.MetricConfig;

/** The settings when the agent is not there: Flink's configuration file, overridden by the reporter's own options. */
final class StandaloneSettings {
    /** Flink's own reporter option of this name has nothing to do with ours. */
    private static final String FLINK_INTERVAL = "interval";

    private final Supplier<Map<String, String>> flinkConfiguration;
    private final Map<String, String> environment;

    /** Reads the configuration file that Flink reads, and the real environment. */
    StandaloneSettings() {
        this(() -> GlobalConfiguration.loadConfiguration().toMap(), System.getenv());
    }

    /**
     * Settings.
     *
     * @param flinkConfiguration reads Flink's configuration
     * @param environment environment variables
     */
    StandaloneSettings(Supplier<Map<String, String>> flinkConfiguration, Map<String, String> environment) {
        this.flinkConfiguration = flinkConfiguration;
        this.environment = environment;
    }

    /**
     * Reads and parses.
     *
     * @param reporterOptions the options below {@code metrics.reporter.<name>.}, with or without our prefix
     * @return the settings
     */
    ConfigResult load(MetricConfig reporterOptions) {
        Map<String, String> settings = new HashMap<>(flinkConfiguration.get());
        for (Map.Entry<Object, Object> option : reporterOptions.entrySet()) {
            String name = String.valueOf(option.getKey());
            String key = name.startsWith(ConfigKey.PREFIX) ? name : ConfigKey.PREFIX + name;
            boolean ours = !name.equals(FLINK_INTERVAL) && ConfigKey.of(key).isPresent();
            if (ours || name.startsWith(ConfigKey.PREFIX)) {
                // Not getString: values keep their YAML type, and Flink 1.20 and 2.0 answer null for what is no string.
                settings.put(key, String.valueOf(option.getValue()));
            }
        }
        return ConfigParser.parse(settings, environment);
    }
}
