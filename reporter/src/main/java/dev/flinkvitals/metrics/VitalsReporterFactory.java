/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import java.util.Properties;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Found by Flink for {@code metrics.reporter.<name>.factory.class: dev.flinkvitals.metrics.VitalsReporterFactory}. */
public final class VitalsReporterFactory implements MetricReporterFactory {
    /** Called by Flink's service loader. */
    public VitalsReporterFactory() {}

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
        return new VitalsReporter();
    }
}
