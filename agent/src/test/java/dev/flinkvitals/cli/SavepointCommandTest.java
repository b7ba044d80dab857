/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SavepointCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Map<String, String> environment, String... arguments) {
        return new CommandLine(
                        new SavepointCommand(new PrintWriter(out, true), new PrintWriter(err, true), environment))
                .execute(arguments);
    }

    /** An installation whose only jar refers to the Flink that these tests run with. */
    private Path flink() throws IOException {
        Path lib = Files.createDirectories(directory.resolve("flink/lib"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Pattern.compile(File.pathSeparator)
                                .splitAsStream(System.getProperty("java.class.path"))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        try (OutputStream file = Files.newOutputStream(lib.resolve("flink-dist-test.jar"))) {
            new JarOutputStream(file, manifest).close();
        }
        return directory.resolve("flink");
    }

    @Test
    void saysWhereItLookedForFlink() {
        assertThat(run(Map.of(), "x")).isEqualTo(2);
        assertThat(run(Map.of("FLINK_HOME", "/no/such"), "x")).isEqualTo(2);
        assertThat(run(Map.of(), "--flink", "/no/such", "x")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "this command needs Flink's jars, and there are none beside this jar and FLINK_HOME is not set;"
                                + " name Flink's directory with --flink DIR",
                        "this command needs Flink's jars, and there are none beside this jar and none in"
                                + " FLINK_HOME=/no/such; name Flink's directory with --flink DIR",
                        "/no/such: no Flink: expected a directory whose lib holds flink-dist-….jar");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void saysThatAJobJarIsMissing() {
        assertThat(run(Map.of(), "--job-jar", "/no/such.jar", "x")).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("/no/such.jar: no such file");
    }

    @Test
    void runsWithTheClassesOfTheFlinkThatItIsGiven() throws IOException {
        Path flink = flink();

        assertThat(run(Map.of("FLINK_HOME", flink.toString()), "/no/such/savepoint"))
                .isEqualTo(2);
        assertThat(run(Map.of(), "--flink", flink.toString(), "nosuch://bucket/savepoint"))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isEqualTo(
                                        "/no/such/savepoint: cannot be inspected: Cannot find checkpoint or savepoint"
                                                + " file/directory '/no/such/savepoint' on file system 'file'."),
                        second -> assertThat(second)
                                .startsWith("nosuch://bucket/savepoint: cannot be inspected: ")
                                .contains("Could not find a file system implementation for scheme 'nosuch'"));
    }

    @Test
    void findsWhatBelongsToAnInstallation() throws Exception {
        Path flink = flink();
        FlinkHome home = FlinkHome.find(Optional.of(flink), Map.of());

        assertThat(home.configuration(Map.of())).isEmpty();
        assertThat(home.plugins(Map.of())).isEmpty();
        Files.createDirectories(flink.resolve("plugins"));
        Files.write(Files.createDirectories(flink.resolve("conf")).resolve("config.yaml"), List.of());
        assertThat(home.configuration(Map.of())).contains(flink.resolve("conf"));
        assertThat(home.plugins(Map.of())).contains(flink.resolve("plugins"));
        assertThat(FlinkHome.find(Optional.of(flink.resolve("lib")), Map.of()).lib())
                .isEqualTo(flink.resolve("lib"));
    }
}
