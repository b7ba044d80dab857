/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The savepoints that the product asked for, as they lie on the disk: {@code <job>/<incident>-<attempt>/savepoint-...}. */
record Shelf(Path savepoints, FlinkLoader flink) {
    private static final int DEPTH = 3;

    /** Directories of savepoints of a job, whole or not, in the order of their names. */
    List<Path> begun(String job) {
        Path root = root(job);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(root, DEPTH)) {
            return found.filter(path -> String.valueOf(path.getFileName()).startsWith("savepoint-"))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException | IOException e) {
            // Something was removed meanwhile: the next look tells.
            return List.of();
        }
    }

    /** Those that can be restored from. */
    List<Path> whole(String job) {
        return begun(job).stream().filter(flink::isWhole).toList();
    }

    /** The first that can be restored from. */
    Optional<Path> first(String job) {
        return whole(job).stream().findFirst();
    }

    private Path root(String job) {
        return savepoints.resolve("flink-vitals").resolve(job);
    }
}
