/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where recordings go if no directory is set. */
final class RecorderDirectory {
    private static final String NAME = "flink-vitals";

    private RecorderDirectory() {}

    /**
     * The directory: as set; else beside Flink's log, where somebody looks after an incident; else in the temporary one.
     *
     * @param set the setting
     * @param environment environment variables: Flink's scripts may tell {@code FLINK_LOG_DIR}
     * @param properties system properties: Flink's scripts set {@code log.file} for the logging configuration
     */
    static Path of(Optional<String> set, Map<String, String> environment, UnaryOperator<@Nullable String> properties) {
        if (set.isPresent()) {
            return Path.of(set.get());
        }
        String logDirectory = environment.get("FLINK_LOG_DIR");
        if (logDirectory != null && !logDirectory.isBlank()) {
            return Path.of(logDirectory, NAME);
        }
        String logFile = properties.apply("log.file");
        Path parent = logFile == null || logFile.isBlank()
                ? null
                : Path.of(logFile).toAbsolutePath().getParent();
        String temporary = properties.apply("java.io.tmpdir");
        return parent != null ? parent.resolve(NAME) : Path.of(temporary == null ? "/tmp" : temporary, NAME);
    }
}
