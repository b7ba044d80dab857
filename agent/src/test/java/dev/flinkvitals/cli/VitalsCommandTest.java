/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.flinkvitals.config.ConfigKey;
import dev.flinkvitals.export.VitalsVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VitalsCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return VitalsCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private Path file(String... lines) throws IOException {
        return Files.write(directory.resolve("config.yaml"), List.of(lines));
    }

    @Test
    void printsItsVersion() {
        String version = "flink-vitals " + VitalsVersion.current();
        assertThat(run("--version")).isZero();
        assertThat(run("check", "--version")).isZero();
        assertThat(out.toString().lines()).containsExactly(version, version);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void printsEveryKeyWithDefaultAndDescription() {
        assertThat(run("keys")).isZero();
        for (ConfigKey key : ConfigKey.values()) {
            assertThat(out.toString()).contains(key.key() + System.lineSeparator());
        }
        assertThat(out.toString().lines().toList())
                .containsSubsequence(
                        "vitals.interval",
                        "    How often signals are read and jobs are judged.",
                        "    A duration from 500 ms to 5 min; default 10 s.",
                        "vitals.export.endpoint",
                        "    A URL that starts with http:// or https://; unset by default.",
                        "    Where it is not set, OTEL_EXPORTER_OTLP_ENDPOINT counts.");
    }

    @Test
    void findsNothingWrongWithAGoodFile() throws IOException {
        Path file = file(
                "jobmanager:",
                "  rpc:",
                "    port: 6123",
                "env.java.opts.all: [a, b]",
                "vitals:",
                "  interval: 5 s",
                "  snapshots:",
                "    mode: off",
                "    exposure: 2.5",
                "vitals.page.enabled: false",
                "vitals.limits.local-state:");

        assertThat(run("check", file.toString())).isZero();
        assertThat(out.toString().strip()).isEqualTo(file + ": 5 vitals settings, 0 problems");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void listsProblemsAndFails() throws IOException {
        Path file =
                file("vitals:", "  interval: abc", "  snapshot.mode: active", "vitals.export.headers: token s3cret");

        assertThat(run("check", file.toString())).isEqualTo(1);
        assertThat(out.toString().lines())
                .containsExactly(
                        "vitals.interval: expected a duration from 500 ms to 5 min, found \"abc\"; using the default 10 s",
                        "vitals.export.headers: expected name=value pairs separated by commas, values percent-encoded,"
                                + " found something else (not shown, it may hold a secret); leaving it unset",
                        "vitals.snapshot.mode: unknown key; did you mean vitals.snapshots.mode?",
                        file + ": 3 vitals settings, 3 problems");
    }

    @Test
    void takesAnEmptyFileForDefaults() throws IOException {
        Path file = file("# nothing");

        assertThat(run("check", file.toString())).isZero();
        assertThat(out.toString().strip()).isEqualTo(file + ": 0 vitals settings, 0 problems");
    }

    @Test
    void saysWhereAFileIsNotYamlWithoutQuotingIt() throws IOException {
        Path file = file("vitals:", "  export.headers: \"authorization=s3cret", "other: 1");

        assertThat(run("check", file.toString())).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(file + ": not valid YAML in line ")
                .doesNotContain("s3cret");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void saysThatAFileHoldsNoKeys() throws IOException {
        Path file = file("- a", "- b");

        assertThat(run("check", file.toString())).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo(file + ": expected keys with values, found something else");
    }

    @Test
    void saysThatAKeyIsSetTwice() throws IOException {
        Path file = file("vitals.interval: 5 s", "vitals:", "  interval: 6 s");

        assertThat(run("check", file.toString())).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo(file + ": sets vitals.interval twice");
    }

    @Test
    void refusesKeysThatContainThemselves() throws IOException {
        Path file = file("vitals: &a", "  b: *a");

        assertThat(run("check", file.toString())).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo(file + ": nested more than 32 levels deep");
    }

    @Test
    void refusesAFileThatIsNotText() throws IOException {
        Path file = Files.write(directory.resolve("config.yaml"), new byte[] {'a', ':', ' ', (byte) 0xC3, 0x28, 0});

        assertThat(run("check", file.toString())).isEqualTo(2);
        assertThat(err.toString().strip()).startsWith(file + ": not valid YAML").hasLineCount(1);
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        Path file = directory.resolve("missing.yaml");

        assertThat(run("check", file.toString())).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo(file + ": no such file");
    }

    @Test
    void showsItsUsageWithoutACommand() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("Missing required subcommand")
                .contains("Usage: flink-vitals", "keys", "check", "replay");
    }

    @Test
    void needsNoClassOfFlink() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "picocli..",
                        "org.snakeyaml.engine..",
                        "dev.flinkvitals.cli",
                        "dev.flinkvitals.breaker..",
                        "dev.flinkvitals.config",
                        "dev.flinkvitals.export",
                        "dev.flinkvitals.health..",
                        "dev.flinkvitals.recorder..",
                        "dev.flinkvitals.signals",
                        "dev.flinkvitals.snapshot.ledger.files")
                .because("the command line runs where only this jar is on the class path")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.flinkvitals.cli", "dev.flinkvitals.snapshot.ledger.files"));
    }
}
