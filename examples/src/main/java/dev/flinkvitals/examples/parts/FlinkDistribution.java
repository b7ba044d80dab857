/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An unpacked binary distribution of Flink.
 *
 * @param home its folder, with {@code bin}, {@code conf} and {@code lib}
 * @param version Flink's version
 */
public record FlinkDistribution(Path home, String version) {
    private static final Pattern DIST_JAR = Pattern.compile("flink-dist-([\\d.]+[^/]*)\\.jar");
    private static final Set<String> PARTS = Set.of("bin", "conf", "lib", "plugins", "opt");

    /**
     * Finds or assembles one.
     *
     * @param workspace where assembled ones are cached
     * @param version the wanted version; empty: whatever {@code FLINK_HOME} has, else 2.2.1
     * @param flinkHome value of the variable {@code FLINK_HOME}; empty if it is not set
     * @param progress told about the download
     * @return the distribution; it may be the user's own: copy it before changing anything
     * @throws IllegalStateException if there is none, and how to get one
     */
    public static FlinkDistribution find(
            Workspace workspace, Optional<String> version, Optional<Path> flinkHome, Progress progress) {
        if (flinkHome.isPresent()) {
            FlinkDistribution own = at(flinkHome.get().toAbsolutePath().normalize());
            version.filter(wanted -> !wanted.equals(own.version())).ifPresent(wanted -> {
                throw new IllegalStateException("FLINK_HOME is Flink " + own.version() + " and --version asks for "
                        + wanted + ": unset one of them");
            });
            return own;
        }
        String wanted = version.orElse("2.2.1");
        Path cached = workspace.partsDirectory().resolve("flink-" + wanted);
        if (!Files.isDirectory(cached)) {
            new PypiFlink(workspace, progress).assemble(wanted, cached);
        }
        return at(cached);
    }

    private static FlinkDistribution at(Path home) {
        Path lib = home.resolve("lib");
        if (!Files.isDirectory(lib)) {
            throw new IllegalStateException(home + " is no Flink distribution: it has no folder lib");
        }
        try (Stream<Path> jars = Files.list(lib)) {
            return jars.map(jar -> DIST_JAR.matcher(String.valueOf(jar.getFileName())))
                    .filter(Matcher::matches)
                    .map(match -> new FlinkDistribution(home, match.group(1)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            home + " is no Flink distribution: it has no lib/flink-dist-*.jar"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + lib, e);
        }
    }

    /**
     * Copies what a cluster needs. Jars are linked where the file system can: nothing ever writes to them.
     *
     * @param target the new home, which must not exist
     * @return the copy, with an empty folder {@code log}
     */
    public FlinkDistribution copyTo(Path target) {
        try {
            Files.createDirectories(target.resolve("log"));
            for (String part : PARTS.stream().sorted().toList()) {
                if (Files.isDirectory(home.resolve(part))) {
                    copyTree(home.resolve(part), target.resolve(part));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy " + home, e);
        }
        return new FlinkDistribution(target, version);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(from)) {
            files = tree.toList();
        }
        for (Path file : files) {
            Path copy = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(copy);
            } else if (!file.toString().endsWith(".jar") || !link(copy, file)) {
                Files.copy(file, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static boolean link(Path link, Path file) {
        try {
            Files.createLink(link, file.toRealPath());
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            // Another file system, or one without links.
            return false;
        }
    }
}
