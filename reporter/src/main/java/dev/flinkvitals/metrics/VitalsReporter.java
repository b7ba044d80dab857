/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import dev.flinkvitals.config.ConfigProblem;
import dev.flinkvitals.config.ConfigResult;
import dev.flinkvitals.config.VitalsConfig;
import dev.flinkvitals.export.Exporter;
import dev.flinkvitals.export.RawSource;
import dev.flinkvitals.export.VitalsVersion;
import dev.flinkvitals.export.otel.OtlpExporter;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink's metric reporter: keeps the index of what Flink registers and exports it. The agent finds it through {@link #live()};
 * without the agent it exports Flink's own metrics and no more. Nothing that goes wrong here reaches Flink.
 */
public final class VitalsReporter implements MetricReporter {
    private static final Logger LOG = LoggerFactory.getLogger(VitalsReporter.class);
    private static final List<VitalsReporter> LIVE = new CopyOnWriteArrayList<>();

    private final StandaloneSettings standalone;
    private final MetricIndex index = new MetricIndex(System::currentTimeMillis);
    private volatile boolean active;
    private volatile Exporter exporter = Exporter.NONE;
    private volatile Optional<VitalsConfig> config = Optional.empty();

    /** A reporter that is not open yet. */
    public VitalsReporter() {
        this(new StandaloneSettings());
    }

    VitalsReporter(StandaloneSettings standalone) {
        this.standalone = standalone;
    }

    /** The open reporters of this JVM, oldest first; several when several clusters share a JVM. */
    public static List<VitalsReporter> live() {
        return List.copyOf(LIVE);
    }

    /** What Flink registered with this reporter. */
    public MetricIndex index() {
        return index;
    }

    /** Where points and events go; {@link Exporter#NONE} if nothing is exported. */
    public Exporter exporter() {
        return exporter;
    }

    /** The settings in force; empty before {@link #open} and if it failed. */
    public Optional<VitalsConfig> config() {
        return config;
    }

    @Override
    public void open(MetricConfig metricConfig) {
        try {
            VitalsConfig settings = settings(metricConfig).config();
            config = Optional.of(settings);
            if (!settings.enabled()) {
                LOG.info("Flink Vitals is disabled (vitals.enabled: false): this reporter does nothing.");
                return;
            }
            RawSource raw = new IndexSource(index, settings.export().rawMetrics());
            exporter = OtlpExporter.start(
                    settings.export(),
                    () -> IndexIdentity.of(index, ProcessHandle.current().pid(), VitalsVersion.current()),
                    raw,
                    InstantSource.system(),
                    System::nanoTime);
            ReporterContext.current().ifPresent(agent -> agent.points().forEach(exporter::add));
            active = true;
            LIVE.add(this);
        } catch (Throwable e) {
            LOG.error("Flink Vitals cannot start its metric reporter; it does nothing, Flink is not affected.", e);
        }
    }

    @Override
    public void close() {
        active = false;
        LIVE.remove(this);
        try {
            exporter.close();
        } catch (Throwable e) {
            LOG.warn("Flink Vitals could not close its exporter.", e);
        }
        index.clear();
    }

    @Override
    public void notifyOfAddedMetric(Metric metric, String metricName, MetricGroup group) {
        if (!active) {
            return;
        }
        try {
            index.added(metric, metricName, group);
        } catch (Throwable e) {
            // Under Flink's lock, possibly once per metric: count, do not log.
            index.countFailures(1);
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String metricName, MetricGroup group) {
        try {
            index.removed(metric, metricName, group);
        } catch (Throwable e) {
            index.countFailures(1);
        }
    }

    private ConfigResult settings(MetricConfig metricConfig) {
        Optional<ReporterContext> agent = ReporterContext.current();
        if (agent.isPresent()) {
            return agent.get().settings();
        }
        ConfigResult result = standalone.load(metricConfig);
        for (ConfigProblem problem : result.problems()) {
            LOG.error("Flink Vitals: {}", problem.message());
        }
        LOG.info(
                "Flink Vitals runs as a metric reporter only: no health, no reasons of checkpoint failures, no breaker, no page."
                        + " For those, start Flink's processes with -javaagent and the path of this jar.");
        return result;
    }
}
