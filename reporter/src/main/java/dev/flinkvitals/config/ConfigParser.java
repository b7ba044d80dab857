/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings from Flink's configuration and the environment. It never fails: what it cannot use becomes a
 * {@link ConfigProblem}, and the default counts.
 *
 * <p>Precedence: the key in Flink's configuration, then its OpenTelemetry environment variable, then the default. A blank
 * value counts as not set.
 */
public final class ConfigParser {
    private static final String RESOURCE_ATTRIBUTES = "OTEL_RESOURCE_ATTRIBUTES";
    private static final String SERVICE_NAME = "service.name";
    private static final int FORECAST_BUCKETS = 9;
    private static final Set<ValueType> PLAIN = EnumSet.of(
            ValueType.BOOLEAN,
            ValueType.DURATION,
            ValueType.MEMORY_SIZE,
            ValueType.WHOLE_NUMBER,
            ValueType.NUMBER,
            ValueType.CHOICE);

    private final Map<String, String> flinkConfiguration;
    private final Map<String, String> environment;
    private final List<ConfigProblem> problems = new ArrayList<>();

    private ConfigParser(Map<String, String> flinkConfiguration, Map<String, String> environment) {
        this.flinkConfiguration = flinkConfiguration;
        this.environment = environment;
    }

    /**
     * Reads the settings.
     *
     * @param flinkConfiguration Flink's configuration, flat; keys without our prefix are ignored; values may be quoted
     * @param environment environment variables; those of OpenTelemetry count where the configuration is silent
     * @return usable settings, and what was wrong
     */
    public static ConfigResult parse(Map<String, String> flinkConfiguration, Map<String, String> environment) {
        return new ConfigParser(flinkConfiguration, environment).parse();
    }

    /**
     * What the settings are, as text: for each key whose values cannot hold a secret or a place, its value or default. To be
     * parsed again they make the same settings.
     *
     * @param flinkConfiguration Flink's configuration, flat
     * @return by key
     */
    public static Map<String, String> plainSettings(Map<String, String> flinkConfiguration) {
        Map<String, String> plain = new TreeMap<>();
        for (ConfigKey key : ConfigKey.values()) {
            if (PLAIN.contains(key.type())) {
                clean(flinkConfiguration.get(key.key()))
                        .filter(text -> key.valueRule().parse(text).isPresent())
                        .or(key::defaultText)
                        .ifPresent(text -> plain.put(key.key(), text));
            }
        }
        return plain;
    }

    private ConfigResult parse() {
        boolean enabled = value(ConfigKey.ENABLED, Boolean.class);
        SamplingConfig sampling = new SamplingConfig(value(ConfigKey.INTERVAL, Duration.class));
        HealthConfig health = health(sampling.interval());
        LimitsConfig limits = new LimitsConfig(
                bytes(ConfigKey.LIMITS_LOCAL_STATE),
                bytes(ConfigKey.LIMITS_PROCESS_MEMORY),
                find(ConfigKey.LIMITS_TRANSACTION_TIMEOUT, Duration.class),
                find(ConfigKey.LIMITS_TOPIC_RETENTION, Duration.class));
        EvidenceConfig evidence = new EvidenceConfig(
                value(ConfigKey.EVIDENCE_THREADS, Boolean.class),
                value(ConfigKey.EVIDENCE_KEY_GROUPS, Boolean.class),
                value(ConfigKey.EVIDENCE_STATES, Boolean.class));
        SnapshotConfig snapshots = snapshots();
        RetentionConfig retention = new RetentionConfig(
                find(ConfigKey.SNAPSHOTS_RETENTION_COUNT, Integer.class)
                        .map(OptionalInt::of)
                        .orElseGet(OptionalInt::empty),
                find(ConfigKey.SNAPSHOTS_RETENTION_AGE, Duration.class));
        RecorderConfig recorder = recorder();
        ExportConfig export = export();
        boolean rocksdbMetrics = value(ConfigKey.ROCKSDB_METRICS_ENABLED, Boolean.class);
        boolean page = value(ConfigKey.PAGE_ENABLED, Boolean.class);
        reportUnknownKeys();
        return new ConfigResult(
                new VitalsConfig(
                        enabled,
                        sampling,
                        health,
                        limits,
                        evidence,
                        snapshots,
                        retention,
                        recorder,
                        export,
                        rocksdbMetrics,
                        page),
                problems);
    }

    private HealthConfig health(Duration interval) {
        Duration window = value(ConfigKey.HEALTH_WINDOW, Duration.class);
        Duration bucket = value(ConfigKey.HEALTH_FORECAST_BUCKET, Duration.class);
        Duration horizon = value(ConfigKey.HEALTH_FORECAST_HORIZON, Duration.class);
        Duration lagTarget = value(ConfigKey.HEALTH_LAG_TARGET, Duration.class);
        window = atLeast(ConfigKey.HEALTH_WINDOW, window, 1, ConfigKey.INTERVAL, interval);
        bucket = atLeast(ConfigKey.HEALTH_FORECAST_BUCKET, bucket, 1, ConfigKey.INTERVAL, interval);
        horizon = atLeast(
                ConfigKey.HEALTH_FORECAST_HORIZON, horizon, FORECAST_BUCKETS, ConfigKey.HEALTH_FORECAST_BUCKET, bucket);
        Duration recoveryObjective = value(ConfigKey.HEALTH_RECOVERY_OBJECTIVE, Duration.class);
        return new HealthConfig(window, bucket, horizon, lagTarget, recoveryObjective);
    }

    private SnapshotConfig snapshots() {
        Map<Policy, SnapshotConfig.Mode> policies = new EnumMap<>(Policy.class);
        for (Policy policy : Policy.values()) {
            policies.put(policy, value(ConfigKey.modeOf(policy), SnapshotConfig.Mode.class));
        }
        return new SnapshotConfig(
                value(ConfigKey.SNAPSHOTS_MODE, SnapshotConfig.Mode.class),
                policies,
                find(ConfigKey.SNAPSHOTS_DIRECTORY, String.class),
                find(ConfigKey.SNAPSHOTS_LEDGER, String.class),
                find(ConfigKey.SNAPSHOTS_STOP_FILE, String.class),
                value(ConfigKey.SNAPSHOTS_EXPOSURE, Double.class),
                value(ConfigKey.SNAPSHOTS_STABLE_FOR, Duration.class),
                value(ConfigKey.SNAPSHOTS_MIN_INTERVAL, Duration.class),
                value(ConfigKey.SNAPSHOTS_MAX_PER_DAY, Integer.class),
                value(ConfigKey.SNAPSHOTS_BACKOFF, Duration.class),
                value(ConfigKey.SNAPSHOTS_WATCH, Duration.class),
                value(ConfigKey.SNAPSHOTS_CANARY_TIMEOUT, Duration.class));
    }

    private RecorderConfig recorder() {
        return new RecorderConfig(
                value(ConfigKey.RECORDER_ENABLED, Boolean.class),
                find(ConfigKey.RECORDER_DIRECTORY, String.class),
                value(ConfigKey.RECORDER_HISTORY, Duration.class),
                value(ConfigKey.RECORDER_MEMORY, Long.class),
                value(ConfigKey.RECORDER_MAX_FILES, Integer.class),
                value(ConfigKey.RECORDER_MAX_SIZE, Long.class));
    }

    private ExportConfig export() {
        Map<String, String> attributes = new HashMap<>(resourceAttributes());
        // OTEL_SERVICE_NAME takes precedence over the attribute, says OpenTelemetry's specification.
        Optional<String> attributeName = Optional.ofNullable(attributes.remove(SERVICE_NAME));
        String serviceName = text(ConfigKey.EXPORT_SERVICE_NAME).isPresent()
                ? value(ConfigKey.EXPORT_SERVICE_NAME, String.class)
                : attributeName.orElseGet(() -> value(ConfigKey.EXPORT_SERVICE_NAME, String.class));
        return new ExportConfig(
                find(ConfigKey.EXPORT_ENDPOINT, String.class),
                value(ConfigKey.EXPORT_PROTOCOL, ExportConfig.Protocol.class),
                value(ConfigKey.EXPORT_INTERVAL, Duration.class),
                value(ConfigKey.EXPORT_TIMEOUT, Duration.class),
                find(ConfigKey.EXPORT_HEADERS, Pairs.class).orElse(Pairs.NONE).values(),
                value(ConfigKey.EXPORT_COMPRESSION, ConfigKey.Compression.class) == ConfigKey.Compression.GZIP,
                value(ConfigKey.EXPORT_RAW_METRICS, Boolean.class),
                serviceName,
                attributes);
    }

    private Map<String, String> resourceAttributes() {
        ValueRule<Pairs> rule = Rules.pairs();
        Optional<String> text = clean(environment.get(RESOURCE_ATTRIBUTES));
        if (text.isEmpty()) {
            return Map.of();
        }
        Optional<Pairs> pairs = rule.parse(text.get());
        if (pairs.isEmpty()) {
            report(
                    RESOURCE_ATTRIBUTES,
                    "expected " + rule.words() + ", " + rule.found().apply(text.get()) + "; leaving it unset");
        }
        return pairs.orElse(Pairs.NONE).values();
    }

    private OptionalLong bytes(ConfigKey key) {
        return find(key, Long.class).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private <T> T value(ConfigKey key, Class<T> type) {
        return find(key, type).orElseThrow(() -> new IllegalStateException(key.key() + " has no default"));
    }

    /** The value of a key, its default if the text breaks the rule or is missing. */
    private <T> Optional<T> find(ConfigKey key, Class<T> type) {
        Optional<T> byDefault =
                key.defaultText().flatMap(key.valueRule()::parse).map(type::cast);
        Optional<Source> source = text(key);
        if (source.isEmpty()) {
            return byDefault;
        }
        String written = source.get().text();
        Optional<T> parsed = key.valueRule().parse(written).map(type::cast);
        if (parsed.isEmpty()) {
            Optional<String> fallback = key.fallbackText();
            String instead = fallback.map(
                            text -> "using " + (fallback.equals(key.defaultText()) ? "the default " : "") + text)
                    .orElse("leaving it unset");
            report(
                    source.get().name(),
                    "expected " + key.rule() + ", " + key.valueRule().found().apply(written) + "; " + instead);
            return fallback.flatMap(key.valueRule()::parse).map(type::cast);
        }
        return parsed;
    }

    private Optional<Source> text(ConfigKey key) {
        return clean(flinkConfiguration.get(key.key()))
                .map(text -> new Source(key.key(), text))
                .or(() -> key.environmentVariable()
                        .flatMap(variable -> clean(environment.get(variable)).map(text -> new Source(variable, text))));
    }

    private record Source(String name, String text) {}

    /** Flink's YAML reader may leave quotes around a value. */
    private static Optional<String> clean(@Nullable String raw) {
        if (raw == null) {
            return Optional.empty();
        }
        String text = raw.strip();
        boolean quoted = text.length() >= 2
                && text.charAt(0) == text.charAt(text.length() - 1)
                && (text.charAt(0) == '"' || text.charAt(0) == '\'');
        String unquoted = quoted ? text.substring(1, text.length() - 1).strip() : text;
        return unquoted.isEmpty() ? Optional.empty() : Optional.of(unquoted);
    }

    /** Raises a duration that depends on another one: a default would not always be large enough. */
    private Duration atLeast(ConfigKey key, Duration found, int times, ConfigKey other, Duration otherValue) {
        Duration needed = otherValue.multipliedBy(times);
        if (found.compareTo(needed) >= 0) {
            return found;
        }
        String factor = times == 1 ? "" : times + " times ";
        report(
                key.key(),
                "expected at least " + factor + other.key() + " (" + Durations.format(otherValue) + "), found "
                        + Durations.format(found) + "; using " + Durations.format(needed));
        return needed;
    }

    private void reportUnknownKeys() {
        for (String key : new TreeSet<>(flinkConfiguration.keySet())) {
            if (key.toLowerCase(Locale.ROOT).startsWith(ConfigKey.PREFIX)
                    && ConfigKey.of(key).isEmpty()) {
                String hint =
                        NearestKey.to(key).map(k -> "; did you mean " + k + "?").orElse("");
                report(ValueRule.printable(key), "unknown key" + hint);
            }
        }
    }

    private void report(String name, String message) {
        problems.add(new ConfigProblem(name, name + ": " + message));
    }
}
