/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.parts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The jar with Flink's own streaming examples. */
public final class FlinkExamples {
    /** Main class of an example with keyed state and a checkpoint every two seconds. */
    public static final String STATE_MACHINE = "org.apache.flink.streaming.examples.statemachine.StateMachineExample";

    /**
     * Copies an artifact. Not a newer release of the plugin: those read the artifact's POM, and the parent of Flink 2.3.0's examples was never
     * published.
     */
    private static final String GOAL = "org.apache.maven.plugins:maven-dependency-plugin:2.10:copy";

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private FlinkExamples() {}

    /**
     * Fetches the jar once.
     *
     * @param workspace where it is cached
     * @param flinkVersion version of Flink that it has to run on
     * @param progress told about the download
     * @return the jar
     */
    public static Path resolve(Workspace workspace, String flinkVersion, Progress progress) {
        // Other releases are not published as a jar; classes that these two use are in all releases of the same major
        // version.
        String version = flinkVersion.startsWith("1.") ? "1.20.0" : "2.3.0";
        String file = "flink-examples-streaming-" + version + ".jar";
        Path jar = workspace.partsDirectory().resolve(file);
        if (!Files.exists(jar)) {
            progress.say("fetching Flink's examples with Maven");
            new Command(
                            List.of(
                                    workspace.root().resolve("mvnw").toString(),
                                    "-B",
                                    GOAL,
                                    "-Dartifact=org.apache.flink:flink-examples-streaming:" + version,
                                    "-DoutputDirectory=" + workspace.partsDirectory()),
                            workspace.partPoms(),
                            Map.of(),
                            workspace.partsDirectory().resolve("flink-examples.log"))
                    .runOrFail(TIMEOUT);
        }
        return jar;
    }
}
