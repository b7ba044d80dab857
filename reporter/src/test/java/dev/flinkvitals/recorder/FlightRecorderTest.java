/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.config.LimitsConfig;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.StateDeclaration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlightRecorderTest {
    private static final long MEMORY = 1 << 20;
    private static final HealthConfig CONFIG = TestSettings.defaults();

    private final FlightRecorder recorder =
            new FlightRecorder(Duration.ofMinutes(30), MEMORY, "0.1.0", Map.of(), Optional.empty());
    private final Random random = new Random(1);

    private static JobId id(int number) {
        return new JobId("%032x".formatted(number));
    }

    /** A reading that compresses badly, of about the given size. */
    private JobReading bulky(JobReading r, JobId id, int bytes) {
        List<StateDeclaration> states = new ArrayList<>();
        for (int i = 0; i < bytes / 100; i++) {
            byte[] noise = new byte[50];
            random.nextBytes(noise);
            states.add(new StateDeclaration(
                    SimulatedJob.SINK, java.util.HexFormat.of().formatHex(noise), "ValueState", "x", Optional.empty()));
        }
        return new JobReading(
                r.tick(),
                id,
                r.name(),
                r.status(),
                r.topology(),
                r.checkpoints(),
                r.subtasks(),
                r.partitions(),
                r.stateBackends(),
                r.processes(),
                r.coverage(),
                r.restarts(),
                states,
                r.operators(),
                r.inside());
    }

    @Test
    void staysWithinItsMemoryAndTheLargestJobLosesItsOldestPart() throws RecordingException {
        SimulatedJob small = new SimulatedJob();
        SimulatedJob large = new SimulatedJob();
        HealthModel smallModel = new HealthModel(CONFIG);
        HealthModel largeModel = new HealthModel(CONFIG);
        recorder.begin(id(1), "small", smallModel, Duration.ZERO);
        recorder.begin(id(2), "large", largeModel, Duration.ZERO);
        for (int i = 0; i < 180; i++) {
            JobReading one = bulky(small.advance(Duration.ofSeconds(10)), id(1), 0);
            recorder.cycle(one, smallModel.assess(one), smallModel);
            JobReading two = bulky(large.advance(Duration.ofSeconds(10)), id(2), 40_000);
            recorder.cycle(two, largeModel.assess(two), largeModel);
            assertThat(recorder.bytes()).isLessThanOrEqualTo(MEMORY);
        }

        assertThat(recorder.droppedCycles()).isPositive();
        assertThat(cycles(id(1))).isEqualTo(180);
        // What is left of the large one is its newest part, and can be replayed.
        assertThat(cycles(id(2))).isBetween(10, 100);
    }

    @Test
    void aReadingThatIsLargerThanTheMemoryLeavesTheRecorderAtWork() throws RecordingException {
        SimulatedJob job = new SimulatedJob();
        HealthModel model = new HealthModel(CONFIG);
        recorder.begin(id(1), "orders", model, Duration.ZERO);
        JobReading huge = bulky(job.advance(Duration.ofSeconds(10)), id(1), 4 << 20);
        recorder.cycle(huge, model.assess(huge), model);
        assertThat(recorder.bytes()).isLessThanOrEqualTo(MEMORY);

        for (int i = 0; i < 5; i++) {
            JobReading reading = bulky(job.advance(Duration.ofSeconds(10)), id(1), 0);
            recorder.cycle(reading, model.assess(reading), model);
        }

        assertThat(recorder.droppedCycles()).isEqualTo(1);
        assertThat(cycles(id(1))).isEqualTo(5);
    }

    @Test
    void forgetsAJob() {
        recorder.begin(id(1), "orders", new HealthModel(CONFIG), Duration.ZERO);
        assertThat(recorder.bytes()).isPositive();

        recorder.forget(id(1));

        assertThat(recorder.bytes()).isZero();
        assertThat(recorder.recording(id(1), "test", Instant.EPOCH)).isEmpty();
    }

    @Test
    void nothingIsRecordedAfterItsEnd() {
        recorder.begin(id(1), "orders", new HealthModel(CONFIG), Duration.ZERO);
        recorder.close();
        recorder.close();

        recorder.begin(id(1), "orders", new HealthModel(CONFIG), Duration.ZERO);
        recorder.event(id(1), new RecordedEvent(Instant.EPOCH, "x", "y"));

        assertThat(recorder.recording(id(1), "test", Instant.EPOCH)).isEmpty();
    }

    private int cycles(JobId job) throws RecordingException {
        Recording recording = recorder.recording(job, "test", Instant.EPOCH).orElseThrow();
        ReplayResult result = Replay.asRecorded(RecordingFile.open(recording.toBytes()), CONFIG, LimitsConfig.NONE)
                .run(new ReplayListener() {
                    @Override
                    public void cycle(
                            JobReading reading,
                            dev.flinkvitals.health.Assessment assessment,
                            Outcome recorded,
                            Check check) {}

                    @Override
                    public void event(RecordedEvent event) {}
                });
        assertThat(result.provesEqual()).isTrue();
        assertThat(result.damage()).isEmpty();
        return result.cycles();
    }
}
