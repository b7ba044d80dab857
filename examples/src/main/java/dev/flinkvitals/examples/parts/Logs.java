/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.parts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads logs that other processes write. */
public final class Logs {
    private Logs() {}

    /**
     * The end of a log.
     *
     * @param log the file
     * @param lines how many lines at most
     * @return the lines, each indented; a hint if there is no such file
     */
    public static String tail(Path log, int lines) {
        List<String> all = lines(log);
        if (all.isEmpty()) {
            return "    (" + log.getFileName() + " is empty)";
        }
        return String.join(
                "\n",
                all.subList(Math.max(0, all.size() - lines), all.size()).stream()
                        .map(line -> "    " + line)
                        .toList());
    }

    /**
     * All lines of a log.
     *
     * @param log the file
     * @return its lines; none if there is no such file
     */
    public static List<String> lines(Path log) {
        try {
            // Not readAllLines: a process that was killed may leave half a character.
            return Files.exists(log)
                    ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                            .lines()
                            .toList()
                    : List.of();
        } catch (IOException e) {
            return List.of("cannot read " + log + ": " + e.getMessage());
        }
    }
}
