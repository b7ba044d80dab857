/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.parts;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Class paths of parts that are described by a POM, resolved once by Maven and then read from a file. */
public final class MavenClasspath {
    /**
     * Resolves into the workspace's cache.
     *
     * @param workspace the repository whose Maven wrapper is used
     * @param progress told when Maven has to be started
     */
    public MavenClasspath(Workspace workspace, Progress progress) {}

    /**
     * The class path of a part.
     *
     * @param name name of the part, used for the cache file
     * @param pom the POM that names its roots
     * @param properties properties that the POM takes, such as a version
     * @return the jars, each of which exists
     * @throws IllegalStateException if Maven fails; the message holds its last lines
     */
    public List<Path> resolve(String name, Path pom, Map<String, String> properties) {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /**
     * Flink as a class path, with RocksDB, the Kafka connector, H2 and log4j.
     *
     * @param version a Flink version, such as 2.2.1
     * @return the jars
     */
    public List<Path> flink(String version) {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /**
     * A Kafka broker.
     *
     * @return the jars
     */
    public List<Path> kafka() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }
}
