/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.config.ConfigParser;
import dev.flinkvitals.config.ExportConfig;
import dev.flinkvitals.config.VitalsConfig;
import dev.flinkvitals.export.Exporter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VitalsReporterTest {
    private VitalsReporter reporter = new VitalsReporter(new StandaloneSettings(Map::of, Map.of()));

    @AfterEach
    void close() {
        reporter.close();
        ReporterContext.clear();
    }

    @Test
    void isFoundByFlinksServiceLoader() {
        assertThat(ServiceLoader.load(MetricReporterFactory.class))
                .anyMatch(factory -> factory instanceof VitalsReporterFactory);
    }

    @Test
    void isLiveBetweenOpenAndClose() {
        assertThat(VitalsReporter.live()).doesNotContain(reporter);
        reporter.open(new MetricConfig());
        assertThat(VitalsReporter.live()).contains(reporter);
        reporter.close();
        assertThat(VitalsReporter.live()).doesNotContain(reporter);
    }

    @Test
    void indexesWhatFlinkRegisters() {
        reporter.open(new MetricConfig());
        SimpleCounter counter = new SimpleCounter();
        FakeGroup group = FakeGroup.ofTask("taskmanager.job.task", 0, 0);
        reporter.notifyOfAddedMetric(counter, "numRecordsIn", group);
        assertThat(reporter.index().series()).hasSize(1);

        reporter.notifyOfRemovedMetric(counter, "numRecordsIn", group);
        assertThat(reporter.index().series()).isEmpty();
    }

    @Test
    void survivesAGroupThatThrows() {
        reporter.open(new MetricConfig());
        reporter.notifyOfAddedMetric(new SimpleCounter(), "broken", new UnregisteredMetricsGroup() {
            @Override
            public Map<String, String> getAllVariables() {
                throw new IllegalStateException("closed");
            }
        });

        assertThat(reporter.index().series()).isEmpty();
        assertThat(reporter.index().failures()).isEqualTo(1);
    }

    @Test
    void takesTheSettingsThatTheAgentOffers() {
        ReporterContext.offer(
                ConfigParser.parse(Map.of("vitals.export.interval", "3 s"), Map.of()), Map.of(), List.of());
        reporter.open(options("vitals.export.interval", "7 s"));

        assertThat(export().interval()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void readsReporterOptionsOfAnyTypeWithAndWithoutPrefix() {
        MetricConfig options = options("export.raw-metrics", false);
        options.put("vitals.export.timeout", "2 s");
        // Flink's own options of a reporter, not ours.
        options.put("interval", "1 s");
        options.put("factory.class", VitalsReporterFactory.class.getName());
        reporter = new VitalsReporter(new StandaloneSettings(
                () -> Map.of("vitals.interval", "20 s", "vitals.export.timeout", "9 s"),
                Map.of("OTEL_SERVICE_NAME", "shop")));
        reporter.open(options);

        assertThat(export().rawMetrics()).isFalse();
        assertThat(export().timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(export().serviceName()).isEqualTo("shop");
        assertThat(reporter.config().map(VitalsConfig::sampling))
                .hasValueSatisfying(sampling -> assertThat(sampling.interval()).isEqualTo(Duration.ofSeconds(20)));
    }

    @Test
    void isInertWhenItIsDisabled() {
        reporter.open(options("vitals.enabled", false));
        reporter.notifyOfAddedMetric(new SimpleCounter(), "one", FakeGroup.ofTask("taskmanager.job.task", 0, 0));

        assertThat(VitalsReporter.live()).doesNotContain(reporter);
        assertThat(reporter.index().series()).isEmpty();
        assertThat(reporter.exporter()).isSameAs(Exporter.NONE);
    }

    @Test
    void isInertWhenItCannotStart() {
        reporter = new VitalsReporter(new StandaloneSettings(
                () -> {
                    throw new IllegalStateException("no configuration directory");
                },
                Map.of()));
        reporter.open(new MetricConfig());
        reporter.notifyOfAddedMetric(new SimpleCounter(), "one", FakeGroup.ofTask("taskmanager.job.task", 0, 0));

        assertThat(VitalsReporter.live()).doesNotContain(reporter);
        assertThat(reporter.config()).isEmpty();
        assertThat(reporter.index().series()).isEmpty();
    }

    private ExportConfig export() {
        return reporter.config().orElseThrow().export();
    }

    private static MetricConfig options(String key, Object value) {
        MetricConfig options = new MetricConfig();
        options.put(key, value);
        return options;
    }
}
