/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.jobmanager.StorageSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the ledger of a cluster lies. The directory has to be the same one for a JobManager that takes over, and another one
 * for each cluster: two clusters in one ledger would take each other for later leaders, and neither would act.
 *
 * @param directory the ledger's directory, as Flink would name it; may hold credentials
 * @param stopFile the file that holds all actions while it exists
 * @param source what told the directory
 */
public record LedgerPlace(String directory, String stopFile, Source source) {
    private static final List<String> HA_TYPE = List.of("high-availability.type", "high-availability");
    private static final List<String> HA_DIRECTORY = List.of(
            "high-availability.storageDir", "high-availability.zookeeper.storageDir", "recovery.zookeeper.storageDir");
    private static final List<String> HA_CLUSTER = List.of(
            "high-availability.cluster-id",
            "high-availability.zookeeper.path.namespace",
            "recovery.zookeeper.path.namespace");
    /** Flink's default of {@code high-availability.cluster-id}, without the slash. */
    private static final String DEFAULT_CLUSTER = "default";

    private static final String OWN = "flink-vitals";
    private static final String LEDGER = "ledger";
    private static final String STOP = "stop";

    /** What told the directory, the best first. */
    public enum Source {
        SETTING,
        HIGH_AVAILABILITY,
        SAVEPOINTS,
        CHECKPOINTS,
        /** Beside Flink's log: lost with the machine, and not there for a JobManager on another one. */
        LOG;

        /** Name in logs. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The place: as set; else below Flink's high-availability data, where it survives what they survive; else below the
     * savepoints; else below the checkpoints; else beside the log.
     *
     * @param config our settings
     * @param flink Flink's configuration
     * @param beside where files of ours go on this machine
     */
    public static LedgerPlace of(SnapshotConfig config, Map<String, String> flink, Path beside) {
        Optional<LedgerPlace> set = config.ledger().map(directory -> place(directory, Source.SETTING, config));
        return set.or(() -> highAvailability(flink).map(data -> place(data, Source.HIGH_AVAILABILITY, config)))
                .or(() -> config.directory()
                        .or(() -> StorageSettings.savepointDirectory(flink))
                        .map(base -> place(below(base, flink), Source.SAVEPOINTS, config)))
                .or(() -> StorageSettings.checkpointDirectory(flink)
                        .map(base -> place(below(base, flink), Source.CHECKPOINTS, config)))
                .orElseGet(() ->
                        place(join(beside.toUri().toString(), LEDGER, folder(cluster(flink))), Source.LOG, config));
    }

    private static LedgerPlace place(String directory, Source source, SnapshotConfig config) {
        return new LedgerPlace(directory, config.stopFile().orElseGet(() -> join(directory, STOP)), source);
    }

    private static Optional<String> highAvailability(Map<String, String> flink) {
        boolean on = first(flink, HA_TYPE)
                .filter(type -> !type.toLowerCase(Locale.ROOT).equals("none"))
                .isPresent();
        // Flink's own data of the cluster lie in a directory of this name as well, below "blob" and beside it.
        return on
                ? first(flink, HA_DIRECTORY)
                        .map(base -> join(
                                base, clusterId(flink).orElse(DEFAULT_CLUSTER).replaceAll("^/+|/+$", ""), OWN, LEDGER))
                : Optional.empty();
    }

    private static String below(String base, Map<String, String> flink) {
        return join(base, OWN, LEDGER, folder(cluster(flink)));
    }

    private static Optional<String> clusterId(Map<String, String> flink) {
        return first(flink, HA_CLUSTER).or(() -> first(flink, List.of("kubernetes.cluster-id")));
    }

    /** Without an id of its own, a cluster is known by where its TaskManagers find it. */
    private static String cluster(Map<String, String> flink) {
        String host = flink.getOrDefault("jobmanager.rpc.address", "localhost");
        String port = flink.getOrDefault("jobmanager.rpc.port", "6123");
        return clusterId(flink)
                .or(() -> first(flink, List.of("yarn.application.id")))
                .orElseGet(() -> host + "_" + port);
    }

    /** One directory's name. */
    private static String folder(String id) {
        String name = id.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[-.]+", "");
        return name.isEmpty() ? DEFAULT_CLUSTER : name;
    }

    private static String join(String base, String... parts) {
        return base.replaceAll("/+$", "")
                + List.of(parts).stream().map(part -> "/" + part).collect(Collectors.joining());
    }

    private static Optional<String> first(Map<String, String> flink, List<String> keys) {
        return keys.stream()
                .map(flink::get)
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }

    /** Whether a JobManager on another machine finds it, as far as its address tells. */
    public boolean isShared() {
        return source != Source.LOG;
    }

    /** The directory as it may be shown. */
    public String shown() {
        return StorageSettings.withoutCredentials(directory);
    }
}
