/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flinkvitals.examples.parts.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every command has; use with {@code @Mixin}. */
public final class LabOptions {
    @Option(names = "--json", paramLabel = "FILE", description = "Write a summary for machines to this file.")
    private @Nullable Path json;

    @Option(
            names = "--keep-logs",
            paramLabel = "DIR",
            description = "Copy the logs of all processes to this folder at the end.")
    private @Nullable Path keepLogs;

    private final long startedNanos = System.nanoTime();

    /** Where logs are kept; empty if they are not. */
    public Optional<Path> keepLogs() {
        return Optional.ofNullable(keepLogs).map(Path::toAbsolutePath);
    }

    /** Seconds since the command line was read. */
    public double seconds() {
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    /** Where progress goes: lines on standard error, with the seconds since the start. */
    public Progress progress() {
        return line -> System.err.println(String.format(Locale.ROOT, "[%5.1f s] %s", seconds(), line));
    }

    /**
     * Writes the summary if {@code --json} was given.
     *
     * @param summary the summary
     */
    public void write(JsonNode summary) {
        if (json == null) {
            return;
        }
        try {
            Path file = json.toAbsolutePath();
            Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(file));
            Files.writeString(
                    file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(summary) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the summary to " + json, e);
        }
    }
}
