/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.parts;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Class paths of parts that are described by a POM, resolved once by Maven and then read from a file. */
public final class MavenClasspath {
    private static final String GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath";

    /** A first resolution downloads 150 MB. */
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    /** The release of Flink's Kafka connector for each minor version; 2.3 has none of its own yet. */
    private static final Map<String, String> KAFKA_CONNECTORS = Map.of(
            "1.20", "3.4.0-1.20",
            "2.0", "4.0.1-2.0",
            "2.1", "5.0.0-2.1",
            "2.2", "5.0.0-2.2",
            "2.3", "5.0.0-2.2");

    private final Workspace workspace;
    private final Progress progress;

    /**
     * Resolves into the workspace's cache.
     *
     * @param workspace the repository whose Maven wrapper is used
     * @param progress told when Maven has to be started
     */
    public MavenClasspath(Workspace workspace, Progress progress) {
        this.workspace = workspace;
        this.progress = progress;
    }

    /**
     * Flink as a class path, with RocksDB, the Kafka connector, H2 and log4j.
     *
     * @param version a Flink version, such as 2.2.1
     * @return the jars
     * @throws IllegalArgumentException if the version is none that the product supports
     */
    public List<Path> flink(String version) {
        String minor = version.replaceAll("^(\\d+\\.\\d+).*$", "$1");
        String connector = Optional.ofNullable(KAFKA_CONNECTORS.get(minor))
                .orElseThrow(() ->
                        new IllegalArgumentException("flink version: expected 1.20.x to 2.3.x, found " + version));
        return resolve(
                "Flink " + version,
                workspace.partPoms().resolve("flink/pom.xml"),
                Map.of("flink.version", version, "flink-connector-kafka.version", connector));
    }

    /**
     * A Kafka broker.
     *
     * @return the jars
     */
    public List<Path> kafka() {
        return resolve("Kafka", workspace.partPoms().resolve("kafka/pom.xml"), Map.of());
    }

    /**
     * A ZooKeeper server.
     *
     * @return the jars
     */
    public List<Path> zooKeeper() {
        return resolve("ZooKeeper", workspace.partPoms().resolve("zookeeper/pom.xml"), Map.of());
    }

    /**
     * The class path of a part.
     *
     * @param name name of the part, shown and used for the cache file
     * @param pom the POM that names its roots
     * @param properties properties that the POM takes, such as a version
     * @return the jars, each of which exists
     * @throws IllegalStateException if Maven fails; the message holds its last lines
     */
    public List<Path> resolve(String name, Path pom, Map<String, String> properties) {
        Map<String, String> sorted = new TreeMap<>(properties);
        String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
        Path cache = workspace.partsDirectory().resolve(slug + "-" + hash(pom, sorted) + ".classpath");
        Optional<List<Path>> cached = read(cache);
        if (cached.isPresent()) {
            return cached.get();
        }
        progress.say("resolving " + name + " with Maven (the first time this downloads it)");
        Path fresh = cache.resolveSibling(
                cache.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Files.createDirectories(workspace.partsDirectory());
            runMaven(pom, sorted, fresh, cache.resolveSibling(slug + ".log"));
            Files.move(fresh, cache, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the class path of " + name, e);
        }
        return read(cache).orElseThrow(() -> new IllegalStateException("Maven named a missing file in " + cache));
    }

    private void runMaven(Path pom, Map<String, String> properties, Path output, Path log) {
        List<String> command = new ArrayList<>(List.of(
                workspace.root().resolve("mvnw").toString(),
                "-B",
                "-f",
                pom.toString(),
                GOAL,
                "-Dmdep.includeScope=runtime",
                "-Dmdep.outputFile=" + output));
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        Optional.ofNullable(System.getProperty("maven.repo.local"))
                .ifPresent(repository -> command.add("-Dmaven.repo.local=" + repository));
        new Command(command, workspace.root(), Map.of(), log).runOrFail(TIMEOUT);
    }

    private static Optional<List<Path>> read(Path cache) {
        try {
            if (!Files.exists(cache)) {
                return Optional.empty();
            }
            List<Path> jars = Arrays.stream(Files.readString(cache).strip().split(File.pathSeparator))
                    .map(Path::of)
                    .toList();
            // The local Maven repository may have been emptied since.
            return jars.stream().allMatch(Files::exists) ? Optional.of(jars) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + cache, e);
        }
    }

    private static String hash(Path pom, Map<String, String> properties) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Files.readAllBytes(pom));
            digest.update(properties.toString().getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest.digest()).toString(16).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + pom, e);
        }
    }
}
