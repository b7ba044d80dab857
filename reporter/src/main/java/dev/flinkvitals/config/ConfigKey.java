/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings in Flink's configuration file. {@code docs/configuration.md} lists them for readers; a test compares. */
public enum ConfigKey {
    ENABLED("enabled", Rules.bool(), "true", "Whether the agent does anything at all: the kill switch."),
    INTERVAL(
            "interval",
            Rules.duration(Duration.ofMillis(500), Duration.ofMinutes(5)),
            "10 s",
            "How often signals are read and jobs are judged."),
    HEALTH_WINDOW(
            "health.window",
            Rules.duration(Duration.ofSeconds(5), Duration.ofHours(1)),
            "60 s",
            "Length of the windows over which rates are taken; Flink refreshes its own time gauges every 5 s; at least `vitals.interval`."),
    HEALTH_FORECAST_BUCKET(
            "health.forecast.bucket",
            Rules.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            "2 min",
            "Length of a forecast's bucket; a forecast needs nine of them; at least `vitals.interval`."),
    HEALTH_FORECAST_HORIZON(
            "health.forecast.horizon",
            Rules.duration(Duration.ofSeconds(9), Duration.ofDays(7)),
            "30 min",
            "How far ahead an exhaustion has to be expected to count; at least nine buckets."),
    HEALTH_LAG_TARGET(
            "health.lag-target",
            Rules.duration(Duration.ofSeconds(1), Duration.ofDays(7)),
            "60 s",
            "How far behind a source may be before it costs points."),
    HEALTH_RECOVERY_OBJECTIVE(
            "health.recovery-objective",
            Rules.duration(Duration.ofSeconds(1), Duration.ofDays(7)),
            "15 min",
            "How long a job may take after a failure until it has caught up again."),
    LIMITS_LOCAL_STATE(
            "limits.local-state",
            Rules.memoryOfAtLeast("1 mb"),
            null,
            "What a TaskManager's local state may use, such as a volume's `sizeLimit`; unset: what the file system has."),
    LIMITS_PROCESS_MEMORY(
            "limits.process-memory",
            Rules.memoryOfAtLeast("1 mb"),
            null,
            "What a process may use; unset: the cgroup's limit, else Flink's process size."),
    LIMITS_TRANSACTION_TIMEOUT(
            "limits.transaction-timeout",
            Rules.duration(Duration.ofSeconds(1), Duration.ofDays(365)),
            null,
            "After how long the external system aborts a transaction of an exactly-once sink (Kafka: `transaction.timeout.ms` of the sink's producer); unset: not known."),
    LIMITS_TOPIC_RETENTION(
            "limits.topic-retention",
            Rules.duration(Duration.ofSeconds(1), Duration.ofDays(3650)),
            null,
            "For how long the sources' topics keep records; the shortest of them; unset: not known."),
    EVIDENCE_THREADS(
            "evidence.threads",
            Rules.bool(),
            "true",
            "Whether the stacks of a bottleneck's thread are sampled, to name the method that takes the time; frames only."),
    EVIDENCE_KEY_GROUPS(
            "evidence.key-groups",
            Rules.bool(),
            "true",
            "Whether the key groups that a bottleneck works on are sampled, to tell a hot key; keys are never looked at."),
    EVIDENCE_STATES(
            "evidence.states",
            Rules.bool(),
            "true",
            "Whether name, kind, serializer and time-to-live of each keyed state are noted when it is declared."),
    SNAPSHOTS_MODE(
            "snapshots.mode",
            Rules.oneOf(SnapshotConfig.Mode.class),
            "active",
            "The most that any policy may do: `off` decides nothing, `monitor` reports what would have been done, `active` leaves it to the policies."),
    SNAPSHOTS_POLICY_EXPOSURE(
            "snapshots.policies.exposure",
            Rules.oneOf(SnapshotConfig.Mode.class),
            "monitor",
            "A checkpoint when the last one is too old: `off`, `monitor` or `active`."),
    SNAPSHOTS_POLICY_MEMORY(
            "snapshots.policies.memory",
            Rules.oneOf(SnapshotConfig.Mode.class),
            "monitor",
            "A native savepoint when a process runs out of memory."),
    SNAPSHOTS_POLICY_DISK(
            "snapshots.policies.disk",
            Rules.oneOf(SnapshotConfig.Mode.class),
            "monitor",
            "A native savepoint when local state runs out of its disk or of `vitals.limits.local-state`."),
    SNAPSHOTS_POLICY_STATE(
            "snapshots.policies.state",
            Rules.oneOf(SnapshotConfig.Mode.class),
            "monitor",
            "A native savepoint while the growing state still fits into the checkpoint timeout."),
    SNAPSHOTS_POLICY_RESTART(
            "snapshots.policies.restart",
            Rules.oneOf(SnapshotConfig.Mode.class),
            "monitor",
            "A restart from the last checkpoint where that cures what keeps checkpoints from completing; `monitor` only advises it."),
    SNAPSHOTS_DIRECTORY(
            "snapshots.directory",
            Rules.location(),
            null,
            "Target of savepoints; unset: Flink's default savepoint directory."),
    SNAPSHOTS_LEDGER(
            "snapshots.ledger",
            Rules.location(),
            null,
            "Directory of the ledger of all decisions and actions; unset: beside Flink's high-availability data, else its savepoints, else its checkpoints, else its log."),
    SNAPSHOTS_STOP_FILE(
            "snapshots.stop-file",
            Rules.location(),
            null,
            "While this file exists, nothing is triggered in the cluster; looked for in each cycle; unset: `stop` in the ledger's directory."),
    SNAPSHOTS_EXPOSURE(
            "snapshots.exposure",
            Rules.numberAbove(1, 1000),
            "2.0",
            "Checkpoint age, as a multiple of the job's own cadence, from which on a checkpoint is triggered."),
    SNAPSHOTS_STABLE_FOR(
            "snapshots.stable-for",
            Rules.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
            "10 min",
            "How long a job has to have been running without a restart before anything is triggered."),
    SNAPSHOTS_MIN_INTERVAL(
            "snapshots.min-interval",
            Rules.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
            "30 min",
            "Shortest time between two actions on a job."),
    SNAPSHOTS_MAX_PER_DAY(
            "snapshots.max-per-day", Rules.wholeNumber(1, 100), "6", "Most actions on a job within 24 hours."),
    SNAPSHOTS_BACKOFF(
            "snapshots.backoff",
            Rules.duration(Duration.ofSeconds(1), Duration.ofHours(6)),
            "10 min",
            "Upper bound of the first pause after two failures in a row; it doubles each time, up to 6 h, and is at least half of this."),
    SNAPSHOTS_WATCH(
            "snapshots.watch",
            Rules.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            "10 min",
            "How long after an action harm is looked for: a restart, less throughput, failing checkpoints."),
    SNAPSHOTS_CANARY_TIMEOUT(
            "snapshots.canary-timeout",
            Rules.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
            "5 s",
            "How long writing, reading and deleting a small file in the target directory may take."),
    SNAPSHOTS_RETENTION_COUNT(
            "snapshots.retention.count",
            Rules.wholeNumber(1, 10_000),
            null,
            "Most verified savepoints of the agent's own to keep of a job; older ones are deleted once a newer one was verified; unset: no limit."),
    SNAPSHOTS_RETENTION_AGE(
            "snapshots.retention.age",
            Rules.duration(Duration.ofMinutes(1), Duration.ofDays(3650)),
            null,
            "How old a savepoint of the agent's own may get before it is deleted, once a newer one was verified; unset: no limit."),
    RECORDER_ENABLED(
            "recorder.enabled",
            Rules.bool(),
            "true",
            "Whether the JobManager keeps the last minutes of readings of each job, and writes them to a file when something goes wrong."),
    RECORDER_DIRECTORY(
            "recorder.directory",
            Rules.absolutePath(),
            null,
            "Where recordings are written; unset: `flink-vitals` beside Flink's log, else in the temporary directory."),
    RECORDER_HISTORY(
            "recorder.history",
            Rules.duration(Duration.ofMinutes(1), Duration.ofDays(1)),
            "30 min",
            "How far back a recording goes, as far as the memory reaches."),
    RECORDER_MEMORY(
            "recorder.memory",
            Rules.memoryOfAtLeast("1 mb"),
            "32 mb",
            "Most memory that the recordings of all jobs take together."),
    RECORDER_MAX_FILES(
            "recorder.max-files",
            Rules.wholeNumber(1, 10_000),
            "20",
            "Most recordings to keep; the oldest are deleted."),
    RECORDER_MAX_SIZE(
            "recorder.max-size",
            Rules.memoryOfAtLeast("1 mb"),
            "32 mb",
            "Largest size of a recording's file; what is older is left out."),
    EXPORT_ENDPOINT(
            "export.endpoint",
            Rules.url(),
            null,
            "OTLP receiver; unset: nothing is exported. For `http/protobuf` the base URL, without `/v1/metrics`.",
            "OTEL_EXPORTER_OTLP_ENDPOINT"),
    EXPORT_PROTOCOL(
            "export.protocol",
            Rules.oneOf(ExportConfig.Protocol.class),
            "grpc",
            "OTLP's transport.",
            "OTEL_EXPORTER_OTLP_PROTOCOL"),
    EXPORT_INTERVAL(
            "export.interval",
            Rules.duration(Duration.ofMillis(500), Duration.ofHours(1)),
            "10 s",
            "Time between two exports."),
    EXPORT_TIMEOUT(
            "export.timeout",
            Rules.duration(Duration.ofMillis(100), Duration.ofMinutes(10)),
            "10 s",
            "How long one export may take.",
            "OTEL_EXPORTER_OTLP_TIMEOUT"),
    EXPORT_HEADERS(
            "export.headers",
            Rules.pairs(),
            null,
            "Headers of each request, such as `authorization=Bearer%20token`; never logged or shown.",
            "OTEL_EXPORTER_OTLP_HEADERS"),
    EXPORT_COMPRESSION(
            "export.compression",
            Rules.oneOf(Compression.class),
            "gzip",
            "Compression of requests.",
            "OTEL_EXPORTER_OTLP_COMPRESSION"),
    EXPORT_RAW_METRICS(
            "export.raw-metrics",
            Rules.bool(),
            "true",
            "Whether Flink's own metrics are exported besides the derived ones."),
    EXPORT_SERVICE_NAME(
            "export.service-name",
            Rules.line(),
            "flink",
            "`service.name` of the exported resource.",
            "OTEL_SERVICE_NAME"),
    ROCKSDB_METRICS_ENABLED(
            "rocksdb.metrics.enabled",
            Rules.bool(),
            "true",
            "Whether RocksDB's cheap native metrics are switched on where the job does not configure them."),
    PAGE_ENABLED("page.enabled", Rules.bool(), "true", "Whether `/vitals` is served on the JobManager's web port.");

    /** What all keys start with. */
    public static final String PREFIX = "vitals.";

    private final String key;
    private final ValueRule<?> rule;
    private final Optional<String> defaultText;
    private final String description;
    private final Optional<String> environmentVariable;

    ConfigKey(String name, ValueRule<?> rule, @Nullable String defaultText, String description) {
        this(name, rule, defaultText, description, null);
    }

    ConfigKey(
            String name,
            ValueRule<?> rule,
            @Nullable String defaultText,
            String description,
            @Nullable String environmentVariable) {
        // The constant is not initialized yet when the constructor runs.
        this.key = "vitals." + name;
        this.rule = rule;
        this.defaultText = Optional.ofNullable(defaultText);
        this.description = description;
        this.environmentVariable = Optional.ofNullable(environmentVariable);
    }

    /** How requests are compressed; {@link ExportConfig} needs only yes or no. */
    enum Compression {
        GZIP,
        NONE
    }

    /**
     * The setting with the given key.
     *
     * @param key as written in the configuration file
     * @return the setting, or empty if there is none such
     */
    public static Optional<ConfigKey> of(String key) {
        return Arrays.stream(values()).filter(k -> k.key.equals(key)).findFirst();
    }

    /** The key of a policy's mode. */
    public static ConfigKey modeOf(Policy policy) {
        return switch (policy) {
            case EXPOSURE -> SNAPSHOTS_POLICY_EXPOSURE;
            case MEMORY -> SNAPSHOTS_POLICY_MEMORY;
            case DISK -> SNAPSHOTS_POLICY_DISK;
            case STATE -> SNAPSHOTS_POLICY_STATE;
            case RESTART -> SNAPSHOTS_POLICY_RESTART;
        };
    }

    /** The key as written in the configuration file. */
    public String key() {
        return key;
    }

    /** Kind of value. */
    public ValueType type() {
        return rule.type();
    }

    /** The default as one would write it; empty: unset. */
    public Optional<String> defaultText() {
        return defaultText;
    }

    /** What counts where the value breaks the rule: the default, but for a ceiling, which a typo must not lift. */
    Optional<String> fallbackText() {
        return this == SNAPSHOTS_MODE ? Optional.of("monitor") : defaultText;
    }

    /** What a value has to be, in words that complete "expected …". */
    public String rule() {
        return rule.words();
    }

    /** What it does, for a reader of the documentation (Markdown). */
    public String description() {
        return description;
    }

    /** The environment variable that counts where the key is not set. */
    public Optional<String> environmentVariable() {
        return environmentVariable;
    }

    ValueRule<?> valueRule() {
        return rule;
    }
}
