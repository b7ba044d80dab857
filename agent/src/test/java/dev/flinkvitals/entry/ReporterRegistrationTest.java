/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class ReporterRegistrationTest {
    private static final String FACTORY = "dev.flinkvitals.metrics.VitalsReporterFactory";

    @Test
    void namesOurReporterInACopy() {
        Configuration flink = Configuration.fromMap(Map.of("rest.port", "8081"));

        Configuration registered = ReporterRegistration.addTo(flink);

        assertThat(registered.toMap())
                .containsOnly(
                        Map.entry("rest.port", "8081"), Map.entry("metrics.reporter.vitals.factory.class", FACTORY));
        assertThat(flink.toMap()).containsOnlyKeys("rest.port");
    }

    @Test
    void joinsAListOfReporters() {
        Configuration flink = Configuration.fromMap(
                Map.of("metrics.reporters", "prom", "metrics.reporter.prom.factory.class", "prom.Factory"));

        assertThat(ReporterRegistration.addTo(flink).toMap())
                .containsEntry("metrics.reporters", "prom,vitals")
                .containsEntry("metrics.reporter.prom.factory.class", "prom.Factory");
    }

    @Test
    void leavesAReporterThatTheUserNamedHimself() {
        Configuration flink = Configuration.fromMap(Map.of("metrics.reporter.mine.factory.class", FACTORY));

        assertThat(ReporterRegistration.addTo(flink)).isSameAs(flink);
    }
}
