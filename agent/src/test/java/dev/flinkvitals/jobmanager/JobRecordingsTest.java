/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.Situation;
import dev.flinkvitals.config.ConfigParser;
import dev.flinkvitals.config.RecorderConfig;
import dev.flinkvitals.export.Event;
import dev.flinkvitals.export.Metric;
import dev.flinkvitals.export.Point;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.recorder.Recording;
import dev.flinkvitals.signals.JobReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRecordingsTest {
    @TempDir
    private Path directory;

    private final Situation situation = new Situation();
    private final HealthModel model =
            new HealthModel(ConfigParser.parse(Map.of(), Map.of()).config().health());

    private JobRecordings recordings(boolean enabled) {
        return new JobRecordings(
                new RecorderConfig(enabled, Optional.empty(), Duration.ofMinutes(30), 1 << 20, 3, 1 << 20),
                directory,
                Map.of(),
                Optional.of("s3://key:s3cret@bucket/savepoints"),
                () -> Situation.START);
    }

    private void cycle(JobRecordings recordings) {
        situation.later(Duration.ofSeconds(10));
        JobReading reading = situation.reading();
        Assessment assessment = model.assess(reading);
        recordings.cycle(reading, assessment, model);
        recordings.endCycle(reading, assessment);
    }

    @Test
    void recordsAndShowsTheRecordingForDownload() {
        JobRecordings recordings = recordings(true);
        recordings.begin(situation.job, "orders", model, situation.tick());
        cycle(recordings);

        Recording found = recordings.recording(situation.job).orElseThrow();

        assertThat(found.header().reason()).isEqualTo("request");
        assertThat(found.header().jobName()).isEqualTo("orders");
        assertThat(found.header().savepointDirectory()).hasValue("s3://bucket/savepoints");
        assertThat(recordings.points())
                .filteredOn(point -> point.metric() == Metric.AGENT_RECORDER_BYTES)
                .singleElement()
                .extracting(Point::value)
                .satisfies(bytes -> assertThat(bytes).isPositive());
    }

    @Test
    void recordsNothingWhereItIsSwitchedOff() {
        JobRecordings recordings = recordings(false);
        recordings.begin(situation.job, "orders", model, situation.tick());
        cycle(recordings);

        assertThat(recordings.recording(situation.job)).isEmpty();
        assertThat(recordings.points()).isEmpty();
    }

    @Test
    void aJobThatIsGoneIsForgotten() {
        JobRecordings recordings = recordings(true);
        recordings.begin(situation.job, "orders", model, situation.tick());
        cycle(recordings);

        recordings.gone(situation.job);

        assertThat(recordings.recording(situation.job)).isEmpty();
    }

    @Test
    void aJobThatFailedForGoodGetsItsLastFile() throws IOException, InterruptedException {
        JobRecordings recordings = recordings(true);
        recordings.begin(situation.job, "orders", model, situation.tick());
        cycle(recordings);

        recordings.failed(situation.job, situation.tick().at());
        recordings.failed(situation.job, situation.tick().at());
        recordings.close();
        assertThat(recordings.awaitWritten(Duration.ofSeconds(20))).isTrue();

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.contains("job-failed")))
                    .containsExactly("vitals-20260101T010010000Z-orders-00000000-job-failed.fvrec");
        }
    }

    @Test
    void anEventOfAJobThatIsNotRecordedIsNoTrouble() {
        recordings(true)
                .event(new Event(
                        "flink.vitals.breaker.decision",
                        Event.Severity.WARN,
                        Situation.START,
                        "x",
                        Map.of("job.id", situation.job.hex(), "outcome", "triggered")));
    }

    @Test
    void noPasswordOfAnAddressIsKept() {
        assertThat(JobRecordings.withoutCredentials("restore with -s s3://key:s3cret@bucket/sp now"))
                .isEqualTo("restore with -s s3://bucket/sp now");
    }
}
