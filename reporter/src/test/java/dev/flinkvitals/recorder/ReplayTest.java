/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.config.LimitsConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final HealthConfig CONFIG = TestSettings.fast();
    private static final Duration STEP = Duration.ofSeconds(1);

    private final HealthModel model = new HealthModel(CONFIG);
    private final SimulatedJob job = new SimulatedJob();
    private final List<JobReading> readings = new ArrayList<>();
    private final List<Assessment> live = new ArrayList<>();
    private final FlightRecorder recorder = new FlightRecorder(
            Duration.ofMinutes(3), 32L << 20, "0.1.0", Map.of("vitals.health.window", "5 s"), Optional.empty());

    @Test
    void fromTheMiddleOfALongRunItMakesTheSameAssessments() throws RecordingException {
        record(900);
        Recording recording =
                recorder.recording(live.get(0).job(), "test", Instant.EPOCH).orElseThrow();

        List<JobReading> replayedReadings = new ArrayList<>();
        List<Assessment> replayed = new ArrayList<>();
        ReplayResult result = Replay.asRecorded(RecordingFile.open(recording.toBytes()), CONFIG, LimitsConfig.NONE)
                .run(listener(replayedReadings, replayed));

        assertThat(result.damage()).isEmpty();
        assertThat(result.cold()).isEmpty();
        assertThat(result.different()).isZero();
        assertThat(result.provesEqual()).isTrue();
        // Three minutes and at most one segment more; what came before was dropped.
        assertThat(replayed).hasSizeBetween(180, 260);
        assertThat(replayedReadings).isEqualTo(readings.subList(readings.size() - replayed.size(), readings.size()));
        assertThat(replayed).isEqualTo(live.subList(live.size() - replayed.size(), live.size()));
    }

    @Test
    void aReplayFromNothingDiffersFromTheLiveRun() throws RecordingException {
        record(900);
        Recording recording =
                recorder.recording(live.get(0).job(), "test", Instant.EPOCH).orElseThrow();

        List<Assessment> replayed = new ArrayList<>();
        ReplayResult result = Replay.with(RecordingFile.open(recording.toBytes()), CONFIG, LimitsConfig.NONE)
                .run(listener(new ArrayList<>(), replayed));

        assertThat(result.cold()).hasValue("the settings of the health model differ from those of the live run");
        assertThat(result.equal() + result.different()).isZero();
        assertThat(replayed).isNotEqualTo(live.subList(live.size() - replayed.size(), live.size()));
    }

    @Test
    void startsAfreshWhereTheModelDidSomethingThatIsNotRecorded() throws RecordingException {
        record(60);
        model.assess(job.advance(STEP));
        recorder.begin(live.get(0).job(), "orders", model, Duration.ofSeconds(61));
        record(60);
        Recording recording =
                recorder.recording(live.get(0).job(), "test", Instant.EPOCH).orElseThrow();

        ReplayResult result = Replay.asRecorded(RecordingFile.open(recording.toBytes()), CONFIG, LimitsConfig.NONE)
                .run(listener(new ArrayList<>(), new ArrayList<>()));

        assertThat(result.cycles()).isEqualTo(120);
        assertThat(result.provesEqual()).isTrue();
    }

    /** A run in which something goes on in each component. */
    private void record(int seconds) {
        for (int i = 0; i < seconds; i++) {
            int now = live.size();
            job.pendingGrowthPerSecond = now % 200 < 100 ? 300 : -300;
            job.heapShare = OptionalDouble.of(Math.min(0.95, 0.3 + now / 1000.0 + now % 7 * 0.01));
            job.load(SimulatedJob.SINK, now % 300 < 150 ? 0.99 : 0.3, 0);
            job.load(SimulatedJob.ENRICH, 0.2, now % 300 < 150 ? 0.7 : 0);
            job.checkpointAge = Duration.ofSeconds(now % 90);
            if (now % 250 == 249) {
                job.restart();
            }
            job.phase = now % 250 > 240 ? JobPhase.RESTARTING : JobPhase.RUNNING;
            JobReading reading = job.advance(STEP);
            if (live.isEmpty()) {
                recorder.begin(reading.id(), reading.name(), model, Duration.ZERO);
            }
            Assessment assessment = model.assess(reading);
            recorder.cycle(reading, assessment, model);
            readings.add(reading);
            live.add(assessment);
        }
    }

    private static ReplayListener listener(List<JobReading> readings, List<Assessment> assessments) {
        return new ReplayListener() {
            @Override
            public void cycle(JobReading reading, Assessment assessment, Outcome recorded, Check check) {
                readings.add(reading);
                assessments.add(assessment);
            }

            @Override
            public void event(RecordedEvent event) {
                throw new AssertionError("none was recorded");
            }
        };
    }
}
