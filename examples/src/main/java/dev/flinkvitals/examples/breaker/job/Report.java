/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What each key had after its first number since the job started, written by the job for whoever compares. One file for each
 * subtask and attempt.
 */
public final class Report {
    private static final String SUFFIX = ".tsv";

    private Report() {}

    /**
     * A key after its first number since the start.
     *
     * @param key the key
     * @param number that number
     * @param count numbers of the key so far, also those before the start
     * @param chain their {@link Chain}
     */
    public record Line(long key, long number, long count, long chain) {
        private String text() {
            return key + "\t" + number + "\t" + count + "\t" + chain + "\n";
        }

        private static Line parse(String text) {
            String[] parts = text.split("\t", -1);
            return new Line(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]));
        }
    }

    static void write(Path directory, String attempt, Line line) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve(attempt + SUFFIX), line.text(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /**
     * All lines of a folder. A line that is being written is not among them.
     *
     * @param directory the folder; it need not exist yet
     * @return the lines by key
     */
    public static List<Line> read(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Line> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
                String text = Files.readString(file);
                text.substring(0, text.lastIndexOf('\n') + 1)
                        .lines()
                        .map(Line::parse)
                        .forEach(lines::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + directory, e);
        }
        lines.sort(Comparator.comparingLong(Line::key).thenComparingLong(Line::number));
        return lines;
    }
}
