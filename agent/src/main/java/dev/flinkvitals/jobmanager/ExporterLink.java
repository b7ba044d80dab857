/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.export.Event;
import dev.flinkvitals.export.Exporter;
import dev.flinkvitals.export.PointSource;
import dev.flinkvitals.metrics.VitalsReporter;
import java.util.List;

/**
 * The monitor's way to the exporter of the metrics reporter, which may come up after the Dispatcher and, where clusters share
 * a JVM, may go before it. Used by the monitor's thread only.
 */
final class ExporterLink {
    private final List<PointSource> sources;
    private Exporter exporter = Exporter.NONE;

    ExporterLink(List<PointSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** Follows the reporter: to be called once per cycle. */
    void connect() {
        Exporter found = VitalsReporter.live().stream()
                .map(VitalsReporter::exporter)
                .findFirst()
                .orElse(Exporter.NONE);
        if (found != exporter) {
            disconnect();
            sources.forEach(found::add);
            exporter = found;
        }
    }

    void emit(Event event) {
        exporter.emit(event);
    }

    void disconnect() {
        sources.forEach(exporter::remove);
        exporter = Exporter.NONE;
    }
}
