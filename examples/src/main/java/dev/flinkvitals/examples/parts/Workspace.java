/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checked-out repository, and where its built jars and the launcher's own files are in it.
 *
 * @param root folder that holds the parent {@code pom.xml} and {@code mvnw}
 * @param version version of the product
 */
public record Workspace(Path root, String version) {
    private static final Pattern PARENT_VERSION =
            Pattern.compile("<artifactId>flink-vitals-parent</artifactId>\\s*<version>([^<]+)</version>");

    /**
     * Finds the repository: the system property {@code vitals.root}, else the nearest folder above the current one.
     *
     * @return the workspace
     * @throws IllegalStateException if there is no such folder
     */
    public static Workspace find() {
        String named = System.getProperty("vitals.root", "");
        Path start = Path.of(named).toAbsolutePath().normalize();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw")) && Files.isDirectory(folder.resolve("packaging"))) {
                return new Workspace(folder, readVersion(folder.resolve("pom.xml")));
            }
        }
        throw new IllegalStateException("Not in a checkout of Flink Vitals: neither " + start
                + " nor a folder above it holds mvnw and packaging");
    }

    private static String readVersion(Path pom) {
        try {
            Matcher matcher = PARENT_VERSION.matcher(Files.readString(pom));
            if (matcher.find()) {
                return matcher.group(1);
            }
            throw new IllegalStateException("No version of flink-vitals-parent in " + pom);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + pom, e);
        }
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
     * Where the parts are described.
     *
     * @return {@code examples/parts}
     */
    public Path partPoms() {
        return root.resolve("examples/parts");
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
