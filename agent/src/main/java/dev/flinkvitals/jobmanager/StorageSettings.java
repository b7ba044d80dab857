/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the execution graph does not tell of a job's checkpoints: where they go, and whether they are incremental. What the
 * job's own checkpoints show comes before the cluster's configuration, which the job may override.
 */
public final class StorageSettings {
    private static final List<String> DIRECTORY_KEYS = List.of("execution.checkpointing.dir", "state.checkpoints.dir");
    private static final List<String> SAVEPOINT_DIRECTORY_KEYS =
            List.of("execution.checkpointing.savepoint-dir", "state.savepoints.dir");
    private static final List<String> INCREMENTAL_KEYS =
            List.of("execution.checkpointing.incremental", "state.backend.incremental");
    /** So many full checkpoints in a row are no accident: the first incremental one is always full. */
    private static final int ENOUGH_FULL = 3;

    private final Optional<String> configuredDirectory;
    private final Optional<Boolean> configuredIncremental;
    private final Optional<String> savepointDirectory;

    /**
     * Reads the cluster's part.
     *
     * @param flink Flink's configuration
     * @param savepointDirectory where savepoints go by default, if anywhere
     */
    StorageSettings(Map<String, String> flink, Optional<String> savepointDirectory) {
        configuredDirectory = checkpointDirectory(flink);
        configuredIncremental = first(flink, INCREMENTAL_KEYS).map(Boolean::parseBoolean);
        this.savepointDirectory = savepointDirectory.map(StorageSettings::withoutCredentials);
    }

    /** The savepoint directory that Flink is configured with. */
    public static Optional<String> savepointDirectory(Map<String, String> flink) {
        return first(flink, SAVEPOINT_DIRECTORY_KEYS);
    }

    /** The checkpoint directory that Flink is configured with; a job may have another. */
    public static Optional<String> checkpointDirectory(Map<String, String> flink) {
        return first(flink, DIRECTORY_KEYS);
    }

    /** Adds what the graph left open. */
    CheckpointSettings complete(CheckpointSettings s, List<CheckpointSample> history) {
        return new CheckpointSettings(
                s.interval(),
                s.timeout(),
                s.minPause(),
                s.tolerableFailures(),
                s.unaligned(),
                s.stateBackend(),
                s.storage(),
                s.maxConcurrent(),
                s.exactlyOnce(),
                s.retained(),
                incremental(history),
                directory(history).or(() -> configuredDirectory).map(StorageSettings::withoutCredentials),
                savepointDirectory);
    }

    private Optional<Boolean> incremental(List<CheckpointSample> history) {
        List<CheckpointSample> withState = history.stream()
                .filter(c -> c.status() == CheckpointSample.Status.COMPLETED
                        && c.kind() == CheckpointSample.Kind.CHECKPOINT
                        && c.stateBytes() > 0)
                .toList();
        if (withState.stream().anyMatch(c -> c.checkpointedBytes() < c.stateBytes())) {
            return Optional.of(true);
        }
        if (configuredIncremental.isPresent()) {
            return configuredIncremental;
        }
        return withState.size() >= ENOUGH_FULL ? Optional.of(false) : Optional.empty();
    }

    /** The newest checkpoint's directory without {@code /<job id>/chk-<n>}. */
    private static Optional<String> directory(List<CheckpointSample> history) {
        return history.stream()
                .filter(c -> c.kind() == CheckpointSample.Kind.CHECKPOINT)
                .flatMap(c -> c.externalPath().stream())
                // Without a directory Flink says "<checkpoint-not-externally-addressable>".
                .filter(path -> path.contains("/"))
                .findFirst()
                .map(StorageSettings::base);
    }

    private static String base(String path) {
        String base = path.replaceFirst("/chk-[0-9]+/*$", "");
        return base.replaceFirst("/[0-9a-f]{32}$", "");
    }

    /** An address without user, password, query and fragment. */
    public static String withoutCredentials(String address) {
        int end = address.length();
        for (char mark : new char[] {'?', '#'}) {
            int at = address.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        String shown = address.substring(0, end);
        int authority = shown.indexOf("://") + 3;
        if (authority < 3) {
            return shown;
        }
        int slash = shown.indexOf('/', authority);
        String host = shown.substring(authority, slash < 0 ? shown.length() : slash);
        // Azure names its container before the at sign, and never a password.
        boolean azure = shown.startsWith("abfs") || shown.startsWith("wasb");
        if (host.contains("@") && (host.contains(":") || !azure)) {
            return shown.substring(0, authority) + shown.substring(authority + host.lastIndexOf('@') + 1);
        }
        // A secret may contain a slash: then what looks like a port is no number, and the host comes later.
        boolean oddPort = host.matches("[^\\[].*:.*[^0-9].*");
        int at = shown.lastIndexOf('@');
        return oddPort && at > authority ? shown.substring(0, authority) + shown.substring(at + 1) : shown;
    }

    private static Optional<String> first(Map<String, String> flink, List<String> keys) {
        return keys.stream()
                .map(flink::get)
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }
}
