/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigParserTest {
    private static ConfigResult parse(String... keysAndValues) {
        return ConfigParser.parse(map(keysAndValues), Map.of());
    }

    private static Map<String, String> map(String... keysAndValues) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static String onlyMessage(ConfigResult result) {
        assertThat(result.problems()).hasSize(1);
        ConfigProblem problem = result.problems().get(0);
        assertThat(problem.message()).startsWith(problem.key() + ": ");
        return problem.message();
    }

    @Test
    void usesDefaultsWhereNothingIsSet() {
        ConfigResult result = parse();

        assertThat(result.problems()).isEmpty();
        assertThat(result.config())
                .isEqualTo(new VitalsConfig(
                        true,
                        new SamplingConfig(Duration.ofSeconds(10)),
                        new HealthConfig(
                                Duration.ofSeconds(60),
                                Duration.ofMinutes(2),
                                Duration.ofMinutes(30),
                                Duration.ofSeconds(60),
                                Duration.ofMinutes(15)),
                        LimitsConfig.NONE,
                        new EvidenceConfig(true, true, true),
                        new SnapshotConfig(
                                SnapshotConfig.Mode.ACTIVE,
                                Map.of(
                                        Policy.EXPOSURE, SnapshotConfig.Mode.MONITOR,
                                        Policy.MEMORY, SnapshotConfig.Mode.MONITOR,
                                        Policy.DISK, SnapshotConfig.Mode.MONITOR,
                                        Policy.STATE, SnapshotConfig.Mode.MONITOR,
                                        Policy.RESTART, SnapshotConfig.Mode.MONITOR),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                2.0,
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(30),
                                6,
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(10),
                                Duration.ofSeconds(5)),
                        RetentionConfig.NONE,
                        new RecorderConfig(true, Optional.empty(), Duration.ofMinutes(30), 32L << 20, 20, 32L << 20),
                        new ExportConfig(
                                Optional.empty(),
                                ExportConfig.Protocol.GRPC,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(10),
                                Map.of(),
                                true,
                                true,
                                "flink",
                                Map.of()),
                        true,
                        true));
    }

    @Test
    void readsEveryKey() {
        ConfigResult result = parse(
                "vitals.enabled", "FALSE",
                "vitals.interval", "500 ms",
                "vitals.health.window", "5s",
                "vitals.health.forecast.bucket", "PT10S",
                "vitals.health.forecast.horizon", "90 s",
                "vitals.health.lag-target", "2 min",
                "vitals.limits.local-state", "64 mb",
                "vitals.health.recovery-objective", "5 min",
                "vitals.limits.process-memory", "1g",
                "vitals.limits.transaction-timeout", "20 min",
                "vitals.limits.topic-retention", "3 d",
                "vitals.snapshots.mode", "monitor",
                "vitals.snapshots.policies.exposure", "active",
                "vitals.snapshots.policies.memory", "off",
                "vitals.snapshots.policies.disk", "active",
                "vitals.snapshots.policies.state", "off",
                "vitals.snapshots.policies.restart", "active",
                "vitals.snapshots.ledger", "s3://bucket/ledger",
                "vitals.snapshots.stop-file", "/etc/vitals/stop",
                "vitals.snapshots.backoff", "2 min",
                "vitals.snapshots.watch", "3 min",
                "vitals.snapshots.directory", "s3://bucket/savepoints",
                "vitals.snapshots.exposure", "1.5",
                "vitals.snapshots.stable-for", "1 min",
                "vitals.snapshots.min-interval", "1 h",
                "vitals.snapshots.max-per-day", "100",
                "vitals.snapshots.canary-timeout", "3000",
                "vitals.snapshots.retention.count", "3",
                "vitals.snapshots.retention.age", "14 d",
                "vitals.export.endpoint", "http://otel_collector:4318",
                "vitals.export.protocol", "http/protobuf",
                "vitals.export.interval", "30 s",
                "vitals.export.timeout", "2 s",
                "vitals.export.headers", "authorization=Bearer%20a+b=,x-scope=7",
                "vitals.export.compression", "none",
                "vitals.export.raw-metrics", "false",
                "vitals.export.service-name", "orders cluster",
                "vitals.rocksdb.metrics.enabled", "false",
                "vitals.evidence.threads", "false",
                "vitals.evidence.key-groups", "false",
                "vitals.evidence.states", "false",
                "vitals.page.enabled", "false",
                "vitals.recorder.enabled", "false",
                "vitals.recorder.directory", "/var/recordings",
                "vitals.recorder.history", "5 min",
                "vitals.recorder.memory", "4 mb",
                "vitals.recorder.max-files", "3",
                "vitals.recorder.max-size", "2 mb",
                "state.backend.type", "rocksdb");

        assertThat(result.problems()).isEmpty();
        assertThat(result.config())
                .isEqualTo(new VitalsConfig(
                        false,
                        new SamplingConfig(Duration.ofMillis(500)),
                        new HealthConfig(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(90),
                                Duration.ofMinutes(2),
                                Duration.ofMinutes(5)),
                        new LimitsConfig(
                                OptionalLong.of(64L << 20),
                                OptionalLong.of(1L << 30),
                                Optional.of(Duration.ofMinutes(20)),
                                Optional.of(Duration.ofDays(3))),
                        new EvidenceConfig(false, false, false),
                        new SnapshotConfig(
                                SnapshotConfig.Mode.MONITOR,
                                Map.of(
                                        Policy.EXPOSURE, SnapshotConfig.Mode.ACTIVE,
                                        Policy.MEMORY, SnapshotConfig.Mode.OFF,
                                        Policy.DISK, SnapshotConfig.Mode.ACTIVE,
                                        Policy.STATE, SnapshotConfig.Mode.OFF,
                                        Policy.RESTART, SnapshotConfig.Mode.ACTIVE),
                                Optional.of("s3://bucket/savepoints"),
                                Optional.of("s3://bucket/ledger"),
                                Optional.of("/etc/vitals/stop"),
                                1.5,
                                Duration.ofMinutes(1),
                                Duration.ofHours(1),
                                100,
                                Duration.ofMinutes(2),
                                Duration.ofMinutes(3),
                                Duration.ofSeconds(3)),
                        new RetentionConfig(OptionalInt.of(3), Optional.of(Duration.ofDays(14))),
                        new RecorderConfig(
                                false, Optional.of("/var/recordings"), Duration.ofMinutes(5), 4L << 20, 3, 2L << 20),
                        new ExportConfig(
                                Optional.of("http://otel_collector:4318"),
                                ExportConfig.Protocol.HTTP_PROTOBUF,
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(2),
                                Map.of("authorization", "Bearer a+b=", "x-scope", "7"),
                                false,
                                false,
                                "orders cluster",
                                Map.of()),
                        false,
                        false));
    }

    static Stream<Arguments> refusedValues() {
        return Stream.of(
                argumentSet(
                        "no duration",
                        "vitals.interval",
                        "abc",
                        "vitals.interval: expected a duration from 500 ms to 5 min, found \"abc\"; using the default 10 s"),
                argumentSet(
                        "too short",
                        "vitals.interval",
                        "499 ms",
                        "vitals.interval: expected a duration from 500 ms to 5 min, found \"499 ms\"; using the default 10 s"),
                argumentSet(
                        "negative",
                        "vitals.health.window",
                        "-5 s",
                        "vitals.health.window: expected a duration from 5 s to 1 h, found \"-5 s\"; using the default 60 s"),
                argumentSet(
                        "more than a long",
                        "vitals.export.timeout",
                        "9223372036854775807 d",
                        "vitals.export.timeout: expected a duration from 100 ms to 10 min, found \"9223372036854775807 d\"; using the default 10 s"),
                argumentSet(
                        "no boolean",
                        "vitals.enabled",
                        "yes",
                        "vitals.enabled: expected true or false, found \"yes\"; using the default true"),
                argumentSet(
                        "exposure of one",
                        "vitals.snapshots.exposure",
                        "1",
                        "vitals.snapshots.exposure: expected a number above 1 and up to 1000, found \"1\"; using the default 2.0"),
                argumentSet(
                        "exposure that is not a number",
                        "vitals.snapshots.exposure",
                        "NaN",
                        "vitals.snapshots.exposure: expected a number above 1 and up to 1000, found \"NaN\"; using the default 2.0"),
                argumentSet(
                        "zero per day",
                        "vitals.snapshots.max-per-day",
                        "0",
                        "vitals.snapshots.max-per-day: expected a whole number from 1 to 100, found \"0\"; using the default 6"),
                argumentSet(
                        "no memory size",
                        "vitals.limits.local-state",
                        "10 apples",
                        "vitals.limits.local-state: expected a memory size of at least 1 mb, found \"10 apples\"; leaving it unset"),
                argumentSet(
                        "relative directory",
                        "vitals.snapshots.directory",
                        "savepoints",
                        "vitals.snapshots.directory: expected a URI with a scheme, or an absolute path, found \"savepoints\"; leaving it unset"),
                argumentSet(
                        "endpoint without scheme",
                        "vitals.export.endpoint",
                        "collector:4317",
                        "vitals.export.endpoint: expected a URL that starts with http:// or https://, found \"collector:4317\"; leaving it unset"),
                argumentSet(
                        "line break that would forge a log line",
                        "vitals.export.service-name",
                        "a\nERROR b",
                        "vitals.export.service-name: expected a text of one line, found \"a?ERROR b\"; using the default flink"));
    }

    @Test
    void doesNotLiftTheCeilingForATypo() {
        ConfigResult result = parse("vitals.snapshots.mode", "on");

        assertThat(onlyMessage(result))
                .isEqualTo("vitals.snapshots.mode: expected one of off, monitor, active, found \"on\"; using monitor");
        assertThat(result.config().snapshots().ceiling()).isEqualTo(SnapshotConfig.Mode.MONITOR);
    }

    @ParameterizedTest
    @MethodSource("refusedValues")
    void namesKeyRuleAndValue(String key, String value, String message) {
        ConfigResult result = parse(key, value);

        assertThat(onlyMessage(result)).isEqualTo(message);
        assertThat(result.config()).isEqualTo(parse().config());
    }

    @Test
    void suggestsTheNearestKey() {
        assertThat(onlyMessage(parse("vitals.snapshot.mode", "active")))
                .isEqualTo("vitals.snapshot.mode: unknown key; did you mean vitals.snapshots.mode?");
        assertThat(onlyMessage(parse("Vitals.Enabled", "false")))
                .isEqualTo("Vitals.Enabled: unknown key; did you mean vitals.enabled?");
    }

    @Test
    void suggestsNothingWhenNothingIsNear() {
        assertThat(onlyMessage(parse("vitals.favourite-colour", "blue")))
                .isEqualTo("vitals.favourite-colour: unknown key");
    }

    @Test
    void neverShowsHeaderValues() {
        String message = onlyMessage(parse("vitals.export.headers", "authorization: Bearer s3cret"));

        assertThat(message)
                .isEqualTo(
                        "vitals.export.headers: expected name=value pairs separated by commas, values percent-encoded,"
                                + " found something else (not shown, it may hold a secret); leaving it unset");
        assertThat(parse("vitals.export.headers", "authorization=s3cret")
                        .config()
                        .toString())
                .doesNotContain("s3cret");
    }

    @Test
    void neverShowsCredentialsOfAnAddress() {
        assertThat(onlyMessage(parse("vitals.export.endpoint", "ftp://user:s3cret@host/path?key=s3cret")))
                .isEqualTo("vitals.export.endpoint: expected a URL that starts with http:// or https://,"
                        + " found \"…@host/path?…\"; leaving it unset");
    }

    @Test
    void refusesAHeaderThatWouldStartAnotherOne() {
        assertThat(parse("vitals.export.headers", "a=b%0d%0aset-cookie:c").problems())
                .hasSize(1);
    }

    @Test
    void stripsQuotesThatYamlLeft() {
        ConfigResult result = parse("vitals.snapshots.mode", " 'off' ", "vitals.interval", "\"20 s\"");

        assertThat(result.problems()).isEmpty();
        assertThat(result.config().snapshots().ceiling()).isEqualTo(SnapshotConfig.Mode.OFF);
        assertThat(result.config().sampling().interval()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void takesABlankValueAsNotSet() {
        ConfigResult result = parse("vitals.interval", "", "vitals.export.endpoint", "''");

        assertThat(result.problems()).isEmpty();
        assertThat(result.config()).isEqualTo(parse().config());
    }

    @Test
    void raisesAHorizonThatHoldsFewerThanNineBuckets() {
        ConfigResult result = parse("vitals.health.forecast.bucket", "10 min");

        assertThat(onlyMessage(result))
                .isEqualTo("vitals.health.forecast.horizon: expected at least 9 times vitals.health.forecast.bucket"
                        + " (10 min), found 30 min; using 90 min");
        assertThat(result.config().health().forecastHorizon()).isEqualTo(Duration.ofMinutes(90));
    }

    @Test
    void raisesWindowAndBucketToTheInterval() {
        ConfigResult result = parse("vitals.interval", "3 min");

        assertThat(result.problems())
                .extracting(ConfigProblem::message)
                .containsExactly(
                        "vitals.health.window: expected at least vitals.interval (3 min), found 1 min; using 3 min",
                        "vitals.health.forecast.bucket: expected at least vitals.interval (3 min), found 2 min; using 3 min");
        assertThat(result.config().health().window()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void honoursOpenTelemetrysEnvironmentWhereTheConfigurationIsSilent() {
        ConfigResult result = ConfigParser.parse(
                Map.of("vitals.export.protocol", "grpc"),
                Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector:4317",
                        "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                        "OTEL_EXPORTER_OTLP_HEADERS", "api-key=abc",
                        "OTEL_EXPORTER_OTLP_TIMEOUT", "2500",
                        "OTEL_EXPORTER_OTLP_COMPRESSION", "none",
                        "OTEL_SERVICE_NAME", "orders",
                        "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=prod,service.name=ignored",
                        "HOME", "/root"));

        assertThat(result.problems()).isEmpty();
        assertThat(result.config().export())
                .isEqualTo(new ExportConfig(
                        Optional.of("https://collector:4317"),
                        ExportConfig.Protocol.GRPC,
                        Duration.ofSeconds(10),
                        Duration.ofMillis(2500),
                        Map.of("api-key", "abc"),
                        false,
                        true,
                        "orders",
                        Map.of("deployment.environment", "prod")));
    }

    @Test
    void takesTheServiceNameFromTheResourceAttributesIfNothingElseGivesIt() {
        Map<String, String> environment = Map.of("OTEL_RESOURCE_ATTRIBUTES", "service.name=orders");

        assertThat(ConfigParser.parse(Map.of(), environment).config().export().serviceName())
                .isEqualTo("orders");
    }

    @Test
    void namesTheEnvironmentVariableThatWasRefused() {
        ConfigResult result = ConfigParser.parse(Map.of(), Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json"));

        assertThat(onlyMessage(result))
                .isEqualTo("OTEL_EXPORTER_OTLP_PROTOCOL: expected one of grpc, http/protobuf, found \"http/json\";"
                        + " using the default grpc");
    }

    @Test
    void refusesMalformedResourceAttributes() {
        ConfigResult result = ConfigParser.parse(Map.of(), Map.of("OTEL_RESOURCE_ATTRIBUTES", "prod"));

        assertThat(onlyMessage(result))
                .isEqualTo("OTEL_RESOURCE_ATTRIBUTES: expected name=value pairs separated by commas, values"
                        + " percent-encoded, found something else (not shown, it may hold a secret); leaving it unset");
    }

    @Test
    void reportsProblemsInTheOrderOfTheKeys() {
        ConfigResult result = parse("vitals.page.enabled", "1", "vitals.interval", "x", "vitals.unknown-key", "y");

        assertThat(result.problems())
                .extracting(ConfigProblem::key)
                .containsExactly("vitals.interval", "vitals.page.enabled", "vitals.unknown-key");
    }

    @Test
    void plainSettingsMakeTheSameSettingsAgainAndHoldNoSecret() {
        Map<String, String> flink = Map.of(
                "vitals.interval", " '2 s' ",
                "vitals.health.window", "s3cret",
                "vitals.export.headers", "authorization=s3cret",
                "vitals.export.endpoint", "http://user:s3cret@host",
                "vitals.snapshots.directory", "s3://s3cret@bucket/x",
                "state.backend.type", "s3cret");

        Map<String, String> plain = ConfigParser.plainSettings(flink);

        assertThat(plain).containsEntry("vitals.interval", "2 s").containsEntry("vitals.health.window", "60 s");
        assertThat(plain.toString()).doesNotContain("s3cret");
        assertThat(ConfigParser.parse(plain, Map.of()).config().health())
                .isEqualTo(ConfigParser.parse(flink, Map.of()).config().health());
    }
}
