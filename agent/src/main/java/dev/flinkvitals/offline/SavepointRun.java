/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.offline;

import dev.flinkvitals.snapshot.inspect.InspectionText;
import dev.flinkvitals.snapshot.inspect.SnapshotInspection;
import dev.flinkvitals.snapshot.inspect.SnapshotInspector;
import dev.flinkvitals.web.InspectionJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command {@code savepoint}, on the side of Flink's classes. The command line knows it by name only: it lives in another class
 * loader, so that nothing but the JDK's types may pass between them.
 */
public final class SavepointRun {
    private SavepointRun() {}

    /**
     * Inspects and prints.
     *
     * @param path the savepoint
     * @param jobJars jars of the job, for its classes
     * @param configuration directory with Flink's configuration file
     * @param plugins directory with Flink's plugins
     * @param json whether to print JSON
     * @param out where to
     * @return how many findings there are
     * @throws IOException if the savepoint cannot be read
     */
    public static int run(
            String path,
            List<Path> jobJars,
            Optional<Path> configuration,
            Optional<Path> plugins,
            boolean json,
            PrintWriter out)
            throws IOException {
        OfflineFlink.start(configuration, plugins);
        List<URL> urls = new ArrayList<>();
        for (Path jar : jobJars) {
            urls.add(jar.toUri().toURL());
        }
        try (URLClassLoader jobClasses =
                new URLClassLoader(urls.toArray(URL[]::new), SavepointRun.class.getClassLoader())) {
            SnapshotInspection inspection = SnapshotInspector.inspect(path, jobClasses, SnapshotInspector.NO_MORE_UIDS);
            if (json) {
                out.println(new String(InspectionJson.document(inspection), StandardCharsets.UTF_8));
            } else {
                InspectionText.lines(inspection).forEach(out::println);
            }
            return inspection.findings().size();
        }
    }
}
