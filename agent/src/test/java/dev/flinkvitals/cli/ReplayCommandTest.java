/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.Situation;
import dev.flinkvitals.config.ConfigParser;
import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.recorder.FlightRecorder;
import dev.flinkvitals.recorder.RecordedEvent;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
    private static final Map<String, String> FLINK = Map.of(
            "vitals.health.window", "5 s",
            "vitals.export.headers", "authorization=s3cret",
            "vitals.export.endpoint", "http://user:s3cret@collector:4318",
            "vitals.snapshots.directory", "s3://key:s3cret@bucket/savepoints");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return VitalsCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private byte[] recording() {
        FlightRecorder recorder = new FlightRecorder(
                Duration.ofMinutes(30),
                1 << 20,
                "0.1.0",
                ConfigParser.plainSettings(FLINK),
                Optional.of("s3://bucket/savepoints"));
        HealthConfig config = ConfigParser.parse(FLINK, Map.of()).config().health();
        HealthModel model = new HealthModel(config);
        Situation situation = new Situation();
        recorder.begin(situation.job, "orders", model, situation.elapsed);
        for (int i = 0; i < 60; i++) {
            situation.later(Duration.ofSeconds(1));
            situation.phase = i < 40 ? JobPhase.RUNNING : JobPhase.RESTARTING;
            JobReading reading = situation.reading();
            recorder.cycle(reading, model.assess(reading), model);
            if (i == 45) {
                recorder.event(
                        situation.job,
                        new RecordedEvent(situation.tick().at(), "flink.vitals.breaker.decision", "refused, \"x\"\n"));
            }
        }
        return recorder.recording(situation.job, "job-failure", situation.tick().at())
                .orElseThrow()
                .toBytes();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("a.fvrec"), bytes);
    }

    @Test
    void printsTheTimelineAndProvesItEqual() throws IOException {
        Path file = file(recording());

        assertThat(run("replay", file.toString())).as(err.toString()).isZero();
        assertThat(out.toString())
                .startsWith("Job orders (00000000000000000000000000000001), recorded by Flink Vitals 0.1.0, written at"
                        + " 2026-01-01T01:01:00Z because of job-failure")
                .contains("2026-01-01T01:00:41Z      phase              RESTARTING")
                .contains("event              refused, \"x\"?")
                .endsWith("All 60 assessments are equal to those of the live run" + System.lineSeparator());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void holdsNoSecretOfTheConfiguration() throws IOException {
        byte[] recording = recording();
        assertThat(run("replay", "--json", file(recording).toString())).isZero();

        assertThat(out.toString()).doesNotContain("s3cret");
        assertThat(new String(recording, java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("vitals.health.window")
                .contains("s3://bucket/savepoints")
                .doesNotContain("s3cret")
                .doesNotContain("collector");
    }

    @Test
    void replaysWithABreakerInActiveModeFromTheRecordedState() throws IOException {
        Path file = file(recording());

        assertThat(run("replay", "--set", "vitals.snapshots.policies.disk=active", file.toString()))
                .isZero();
        assertThat(out.toString())
                .contains("Decisions are those of a breaker that starts here")
                .contains("All 60 assessments are equal");
    }

    @Test
    void saysThatItStartsColdWithOtherHealthSettings() throws IOException {
        Path file = file(recording());

        assertThat(run("replay", "--set", "vitals.health.window=20 s", file.toString()))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "60 assessments, 0 of them equal to those of the live run, 60 not compared: the settings of the"
                                + " health model differ from those of the live run");
    }

    @Test
    void refusesSettingsThatAreWrong() throws IOException {
        Path file = file(recording());

        assertThat(run("replay", "--set", "vitals.snapshots.mode=on", "--set", "vitals.typo=1", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("vitals.snapshots.mode: expected one of off, monitor, active, found \"on\"")
                .contains("vitals.typo: unknown key");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void printsCommaSeparatedValues() throws IOException {
        assertThat(run("replay", "--csv", file(recording()).toString())).isZero();

        List<String> lines = Arrays.asList(out.toString().split("\r\n"));
        assertThat(lines.get(0)).isEqualTo("time,kind,score,band,severity,subject,text");
        assertThat(lines.stream().filter(line -> line.contains(",cycle,"))).hasSize(60);
        assertThat(out.toString()).contains("flink.vitals.breaker.decision,\"refused, \"\"x\"\"\n\"");
    }

    @Test
    void printsJson() throws IOException {
        assertThat(run("replay", "--json", file(recording()).toString())).isZero();

        assertThat(out.toString())
                .startsWith("{\"recording\":{\"job_id\":\"00000000000000000000000000000001\",\"job_name\":\"orders\",")
                .contains("\"kind\":\"event\"", "\"text\":\"refused, \\\"x\\\"\\u000a\"")
                .contains("\"result\":{\"cycles\":60,\"equal\":60,\"different\":0,\"cold\":null,\"damage\":null,");
    }

    @Test
    void printsWhatComesBeforeTheDamage() throws IOException {
        byte[] whole = recording();
        Path file = file(Arrays.copyOf(whole, whole.length - 20));

        assertThat(run("replay", file.toString())).isEqualTo(3);
        assertThat(out.toString()).contains("RESTARTING");
        assertThat(err.toString())
                .startsWith(file + ": damaged: a block is cut off at offset ")
                .endsWith("; what comes before it was replayed" + System.lineSeparator());
    }

    @Test
    void saysWhatIsNoRecording() throws IOException {
        Path file = file(new byte[] {1, 2, 3});

        assertThat(run("replay", file.toString())).isEqualTo(2);
        assertThat(run("replay", directory.resolve("none").toString())).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        file + ": not a recording of Flink Vitals", directory.resolve("none") + ": no such file");
    }
}
