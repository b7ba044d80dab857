/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.config.ConfigParser;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.recorder.FlightRecorder;
import dev.flinkvitals.signals.JobId;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Opens the shaded jar. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VitalsJarIT {
    private static final int JAVA_8 = 52;

    private final JarFile jar;

    VitalsJarIT() throws IOException {
        jar = new JarFile(System.getProperty("vitals.jar"));
    }

    @BeforeAll
    void jarHasContent() {
        assertThat(jar.size()).isGreaterThan(100);
    }

    @AfterAll
    void close() throws IOException {
        jar.close();
    }

    @Test
    void everyClassIsOursOrRelocated() {
        List<String> foreign = classes().stream()
                .filter(name -> !name.startsWith("dev/flinkvitals/"))
                .filter(name -> !name.startsWith("org/apache/flink/vitals/"))
                .toList();

        assertThat(foreign).as("classes outside our packages").isEmpty();
    }

    @Test
    void holdsNoSecondCopyOfFlinkOrItsLogging() {
        assertThat(classes())
                .noneMatch(name -> name.contains("org/slf4j/"))
                .noneMatch(name -> name.contains("org/apache/logging/"))
                .filteredOn(name -> name.contains("org/apache/flink/"))
                .allMatch(name -> name.startsWith("org/apache/flink/vitals/"));
    }

    @Test
    void servicesNameClassesThatAreInTheJar() throws IOException {
        Set<String> present = Set.copyOf(classes());
        List<JarEntry> services = jar.stream()
                .filter(e -> e.getName().startsWith("META-INF/services/") && !e.isDirectory())
                .toList();

        assertThat(services)
                .extracting(JarEntry::getName)
                .contains(
                        "META-INF/services/org.apache.flink.metrics.reporter.MetricReporterFactory",
                        "META-INF/services/org.apache.flink.runtime.io.network.netty.InboundChannelHandlerFactory");
        for (JarEntry service : services) {
            for (String line : text(service.getName()).lines().toList()) {
                String name = line.replaceFirst("#.*", "").strip();
                if (!name.isEmpty()) {
                    assertThat(present).as(service.getName()).contains(name.replace('.', '/') + ".class");
                }
            }
        }
    }

    @Test
    void manifestNamesTheEntries() throws IOException {
        Manifest manifest = jar.getManifest();

        assertThat(manifest.getMainAttributes().getValue("Premain-Class"))
                .isEqualTo("dev.flinkvitals.entry.VitalsAgent");
        assertThat(manifest.getMainAttributes().getValue("Main-Class")).isEqualTo("dev.flinkvitals.cli.VitalsCommand");
        assertThat(classes()).contains("dev/flinkvitals/cli/VitalsCommand.class");
    }

    @Test
    void entryClassLoadsOnJava8() throws IOException {
        try (DataInputStream in = new DataInputStream(open("dev/flinkvitals/entry/VitalsAgent.class"))) {
            in.skipNBytes(6);
            assertThat(in.readUnsignedShort()).isEqualTo(JAVA_8);
        }
    }

    @Test
    void noticeNamesEveryBundledLibraryAndTheLicencesAreThere() throws IOException {
        List<String> bundled = Files.readAllLines(Path.of(System.getProperty("vitals.bundled"))).stream()
                .map(line -> line.replaceAll("\\e\\[[;\\d]*m", "").strip())
                .filter(line -> line.matches("[^:\\s]+:[^:\\s]+:jar:.*"))
                .map(line -> line.substring(0, line.indexOf(":jar:")))
                .toList();
        String notice = text("META-INF/NOTICE");

        assertThat(bundled).hasSizeGreaterThan(5);
        assertThat(bundled).allSatisfy(library -> assertThat(notice).contains(library));
        assertThat(text("META-INF/LICENSE")).contains("Apache License");
        assertThat(text("META-INF/licenses/HdrHistogram-BSD-2-Clause.txt")).contains("Redistribution and use");
    }

    /** A replay needs the health model and the breaker: on the user's machine there is only this jar. */
    @Test
    void replaysARecordingWithNothingElseOnTheClassPath(@TempDir Path directory)
            throws IOException, InterruptedException {
        JobId job = new JobId("0".repeat(32));
        Map<String, String> settings = ConfigParser.plainSettings(Map.of());
        Path file = directory.resolve("a.fvrec");
        try (FlightRecorder recorder =
                new FlightRecorder(Duration.ofMinutes(1), 1 << 20, "0.1.0", settings, Optional.empty())) {
            HealthModel model = new HealthModel(
                    ConfigParser.parse(settings, Map.of()).config().health());
            recorder.begin(job, "orders", model, Duration.ZERO);
            Files.write(
                    file,
                    recorder.recording(job, "test", Instant.EPOCH).orElseThrow().toBytes());
        }
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        System.getProperty("vitals.jar"),
                        "replay",
                        "--set",
                        "vitals.snapshots.policies.disk=active",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output))
                .startsWith("Job orders (" + job + ")")
                .contains("0 assessments")
                .doesNotContain("cold", "Exception");
        assertThat(process.exitValue()).isZero();
    }

    private List<String> classes() {
        return jar.stream()
                .map(JarEntry::getName)
                .filter(name -> name.endsWith(".class"))
                .collect(Collectors.toList());
    }

    private String text(String entry) throws IOException {
        try (InputStream in = open(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private InputStream open(String entry) throws IOException {
        return jar.getInputStream(Objects.requireNonNull(jar.getJarEntry(entry), entry));
    }
}
