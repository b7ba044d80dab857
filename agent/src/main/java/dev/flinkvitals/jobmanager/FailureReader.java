/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.signals.JobFailure;
import dev.flinkvitals.signals.RestartReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.runtime.scheduler.exceptionhistory.ExceptionHistoryEntry;
import org.apache.flink.runtime.scheduler.exceptionhistory.RootExceptionHistoryEntry;
import org.apache.flink.util.SerializedThrowable;

/**
 * Translates Flink's exception history (the last {@code web.exception-history-size} failures, 16 by default; the same classes
 * in 1.20 to 2.3). Exceptions are read as the text that Flink keeps of them: no class of the user is loaded.
 */
final class FailureReader {
    private static final int MOST_CHARACTERS = 300;

    /** A cycle of causes is possible in hand-made exceptions. */
    private static final int DEEPEST = 16;

    private FailureReader() {}

    /** The newest failures, newest first. */
    static List<JobFailure> read(Iterable<RootExceptionHistoryEntry> history) {
        List<JobFailure> failures = new ArrayList<>();
        for (RootExceptionHistoryEntry entry : history) {
            failures.add(failure(entry));
        }
        return failures.stream()
                .sorted(Comparator.comparing(JobFailure::at).reversed())
                .limit(RestartReading.MOST)
                .toList();
    }

    private static JobFailure failure(ExceptionHistoryEntry entry) {
        Throwable root = entry.getException();
        for (int depth = 0; depth < DEEPEST && root.getCause() != null; depth++) {
            root = root.getCause();
        }
        String type = root instanceof SerializedThrowable text
                ? text.getOriginalErrorClassName()
                : root.getClass().getName();
        return new JobFailure(
                Instant.ofEpochMilli(entry.getTimestamp()),
                type,
                firstLine(String.valueOf(root.getMessage()), type),
                Optional.ofNullable(entry.getFailingTaskName()),
                Optional.ofNullable(entry.getTaskManagerLocation())
                        .map(location -> location.getResourceID().toString()));
    }

    /** The message of a {@link SerializedThrowable} starts with the name of the class. */
    private static String firstLine(String message, String type) {
        String own = message.startsWith(type + ": ") ? message.substring(type.length() + 2) : message;
        String line = own.lines().findFirst().orElse("").strip();
        return line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) : line;
    }
}
