/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import dev.flinkvitals.examples.parts.Logs;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * One JobManager of a cluster: its process and how to talk to it. Thread safe.
 *
 * @param process its process
 * @param log its log4j file
 * @param rest address of its web port, ending in a slash
 * @param jobs Flink's REST API there; any JobManager passes questions on to the leader
 * @param vitals what the product says there
 */
public record JobManagerNode(ManagedProcess process, Path log, URI rest, JobClient jobs, VitalsClient vitals) {
    private static final String DISPATCHER = "DefaultDispatcherRunner";

    static JobManagerNode of(ManagedProcess process, Path log, int restPort, Supplier<String> diagnosis) {
        URI rest = URI.create("http://localhost:" + restPort + "/");
        return new JobManagerNode(process, log, rest, new JobClient(rest, diagnosis), new VitalsClient(rest));
    }

    /** Whether it is running and leads, by what Flink logs when it gains and when it loses leadership. */
    public boolean leads() {
        return process.alive()
                && !process.frozen()
                && Logs.lines(log).stream()
                        .filter(line -> line.contains(DISPATCHER) && line.contains("leadership"))
                        .reduce((first, last) -> last)
                        .filter(line -> line.contains("was granted leadership"))
                        .isPresent();
    }
}
