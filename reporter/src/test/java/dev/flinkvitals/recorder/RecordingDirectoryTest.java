/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.config.LimitsConfig;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.signals.JobReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingDirectoryTest {
    private static final HealthConfig CONFIG = TestSettings.fast();
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    private Path temporary;

    private final FlightRecorder recorder =
            new FlightRecorder(Duration.ofSeconds(30), 1 << 20, "0.1.0", Map.of(), Optional.empty());
    private final JobReading reading = record();

    private JobReading record() {
        SimulatedJob job = new SimulatedJob();
        HealthModel model = new HealthModel(CONFIG);
        JobReading last = job.advance(Duration.ofSeconds(1));
        recorder.begin(last.id(), "orders", model, Duration.ZERO);
        for (int i = 0; i < 60; i++) {
            last = job.advance(Duration.ofSeconds(1));
            recorder.cycle(last, model.assess(last), model);
        }
        return last;
    }

    private Recording recording(Instant at) {
        return recorder.recording(reading.id(), "job-failure", at).orElseThrow();
    }

    @Test
    void keepsTheNewestFilesAndTouchesNoOther() throws IOException {
        Path directory = temporary.resolve("log/flink-vitals");
        RecordingDirectory recordings = new RecordingDirectory(directory, 3, 1 << 20);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("vitals-notes.txt"), "mine");
        Files.writeString(directory.resolve("vitals-20251231T000000000Z-a-b-c.fvrec.part"), "of a process that ended");

        for (int i = 0; i < 5; i++) {
            recordings.write(recording(NOON.plusSeconds(i)));
        }

        assertThat(names(directory))
                .containsExactly(
                        "vitals-20260101T120002000Z-orders-00000000-job-failure.fvrec",
                        "vitals-20260101T120003000Z-orders-00000000-job-failure.fvrec",
                        "vitals-20260101T120004000Z-orders-00000000-job-failure.fvrec",
                        "vitals-notes.txt");
    }

    @Test
    void leavesOutWhatIsOldestWhereTheSizeIsBounded() throws IOException, RecordingException {
        Recording whole = recording(NOON);
        RecordingDirectory recordings = new RecordingDirectory(temporary, 3, whole.bytes() - 1);

        Path file = recordings.write(whole);

        assertThat(Files.size(file)).isLessThan(whole.bytes());
        ReplayResult result = Replay.asRecorded(RecordingFile.open(Files.readAllBytes(file)), CONFIG, LimitsConfig.NONE)
                .run(new ReplayListener() {
                    @Override
                    public void cycle(
                            JobReading found,
                            dev.flinkvitals.health.Assessment assessment,
                            Outcome recorded,
                            Check check) {}

                    @Override
                    public void event(RecordedEvent event) {}
                });
        assertThat(result.cycles()).isBetween(1, 50);
        assertThat(result.provesEqual()).isTrue();
    }

    @Test
    void leavesNothingBehindWhereItCannotWrite() throws IOException {
        Path notADirectory = Files.writeString(temporary.resolve("file"), "x");
        RecordingDirectory recordings = new RecordingDirectory(notADirectory, 3, 1 << 20);

        assertThatThrownBy(() -> recordings.write(recording(NOON))).isInstanceOf(IOException.class);
        assertThat(names(temporary)).containsExactly("file");
    }

    @Test
    void aWriterCountsWhatItCouldNotWrite() throws Exception {
        Path notADirectory = Files.writeString(temporary.resolve("file"), "x");
        RecordingWriter writer = new RecordingWriter(new RecordingDirectory(notADirectory, 3, 1 << 20));
        try (writer) {
            writer.offer(recording(NOON));
        }
        assertThat(writer.awaitEnd(Duration.ofSeconds(20))).isTrue();
        writer.offer(recording(NOON));

        assertThat(writer.written()).isZero();
        assertThat(writer.failed()).isEqualTo(2);
    }

    @Test
    void noNameLeadsOutOfTheDirectory() {
        RecordingHeader header = new RecordingHeader(
                "0.1.0", reading.id(), "../../etc/x\u0000 \"y\"", "a/b", NOON, List.of(), Optional.empty());

        assertThat(RecordingDirectory.fileName(header))
                .isEqualTo("vitals-20260101T120000000Z--etc-x-y--00000000-a-b.fvrec");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
