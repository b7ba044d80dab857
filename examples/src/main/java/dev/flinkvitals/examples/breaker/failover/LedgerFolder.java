/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files of a ledger, seen from outside. What an entry tells is in its name: time, epoch, leader, number, kind. */
record LedgerFolder(Path directory) {
    private static final String SUFFIX = ".entry";
    private static final int KIND = 4;

    /** Names of all entries but those of leaderships. */
    Set<String> entries() {
        Set<String> names = new TreeSet<>();
        for (Path day : list(directory)) {
            if (String.valueOf(day.getFileName()).matches("\\d{4}-\\d{2}-\\d{2}")) {
                list(day).forEach(file -> names.add(String.valueOf(file.getFileName())));
            }
        }
        return names;
    }

    /** The kind that an entry's name tells. */
    static String kind(String entry) {
        String[] parts = entry.substring(0, entry.length() - SUFFIX.length()).split("-", KIND + 1);
        return parts.length > KIND ? parts[KIND] : "";
    }

    /**
     * Whether an unreadable entry is the last of its leader: what a kill tears.
     *
     * @param entry its name
     */
    boolean isTail(String entry) {
        String[] torn = entry.split("-", KIND + 1);
        return torn.length > KIND
                && entries().stream()
                        .map(name -> name.split("-", KIND + 1))
                        .noneMatch(other -> other.length > KIND
                                && other[2].equals(torn[2])
                                && Long.parseLong(other[3]) > Long.parseLong(torn[3]));
    }

    private static Set<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new TreeSet<>(files.toList());
        } catch (UncheckedIOException | IOException e) {
            return Set.of();
        }
    }
}
