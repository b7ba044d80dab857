/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import dev.flinkvitals.config.ConfigParser;
import dev.flinkvitals.config.HealthConfig;
import java.util.Map;

/** Settings of the health model, as the configuration's parser makes them. */
final class TestSettings {
    private TestSettings() {}

    /** Short windows, so that a run of minutes has many. */
    static HealthConfig fast() {
        return ConfigParser.parse(
                        Map.of(
                                "vitals.interval", "1 s",
                                "vitals.health.window", "5 s",
                                "vitals.health.forecast.bucket", "2 s",
                                "vitals.health.forecast.horizon", "2 min"),
                        Map.of())
                .config()
                .health();
    }

    /** The defaults. */
    static HealthConfig defaults() {
        return ConfigParser.parse(Map.of(), Map.of()).config().health();
    }
}
