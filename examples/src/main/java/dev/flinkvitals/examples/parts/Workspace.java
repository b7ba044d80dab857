/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.parts;

import java.nio.file.Path;

/**
 * The checked-out repository, and where its built jars and the launcher's own files are in it.
 *
 * @param root folder that holds the parent {@code pom.xml} and {@code mvnw}
 * @param version version of the product
 */
public record Workspace(Path root, String version) {
    /**
     * Finds the repository: the system property {@code vitals.root}, else the nearest folder above the current one.
     *
     * @return the workspace
     * @throws IllegalStateException if there is no such folder
     */
    public static Workspace find() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /**
     * The product as users get it.
     *
     * @return {@code packaging/target/flink-vitals-<version>.jar}; it may not have been built yet
     */
    public Path agentJar() {
        return root.resolve("packaging/target/flink-vitals-" + version + ".jar");
    }

    /**
     * The jar with the example jobs.
     *
     * @return {@code examples/target/flink-vitals-examples-<version>.jar}; it may not have been built yet
     */
    public Path jobJar() {
        return root.resolve("examples/target/flink-vitals-examples-" + version + ".jar");
    }

    /**
     * Where class paths and distributions are cached.
     *
     * @return {@code examples/target/parts}
     */
    public Path partsDirectory() {
        return root.resolve("examples/target/parts");
    }

    /**
     * Where each run has a folder of its own.
     *
     * @return {@code examples/target/lab}
     */
    public Path labDirectory() {
        return root.resolve("examples/target/lab");
    }
}
