/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordingFileTest {
    private static final HealthConfig CONFIG = TestSettings.fast();
    private static final RecordedEvent EVENT =
            new RecordedEvent(SimulatedJob.START, "flink.vitals.breaker.decision", "a savepoint was refused");

    private final List<Object> given = new ArrayList<>();
    private final byte[] file = record();

    private byte[] record() {
        FlightRecorder recorder = new FlightRecorder(
                Duration.ofSeconds(30), 1 << 20, "0.1.0", Map.of("vitals.interval", "1 s"), Optional.of("s3://b/sp"));
        SimulatedJob job = new SimulatedJob();
        HealthModel model = new HealthModel(CONFIG);
        JobReading reading = job.advance(Duration.ofSeconds(1));
        recorder.begin(reading.id(), "orders", model, Duration.ZERO);
        for (int i = 0; i < 25; i++) {
            reading = job.advance(Duration.ofSeconds(1));
            recorder.cycle(reading, model.assess(reading), model);
            given.add(reading);
            if (i == 10) {
                recorder.event(reading.id(), EVENT);
                given.add(EVENT);
            }
        }
        return recorder.recording(reading.id(), "test", Instant.EPOCH)
                .orElseThrow()
                .toBytes();
    }

    @Test
    void givesBackWhatWasRecordedInItsOrder() throws RecordingException {
        RecordingFile opened = RecordingFile.open(file);
        List<Object> read = new ArrayList<>();

        assertThat(opened.read(into(read))).isEmpty();
        assertThat(read).isEqualTo(given);
        assertThat(opened.header().jobName()).isEqualTo("orders");
        assertThat(opened.header().reason()).isEqualTo("test");
        assertThat(opened.header().settingsByKey()).containsExactly(Map.entry("vitals.interval", "1 s"));
        assertThat(opened.header().savepointDirectory()).hasValue("s3://b/sp");
    }

    @Test
    void cutOffAnywhereItGivesWhatComesBeforeAndSaysWhere() {
        int opened = 0;
        int most = 0;
        for (int length = 0; length < file.length; length += 1) {
            byte[] cut = Arrays.copyOf(file, length);
            List<Object> read = new ArrayList<>();
            Optional<Damage> damage = damage(cut, read);
            if (damage.isEmpty()) {
                continue;
            }
            opened++;
            assertThat(damage.get().offset()).isBetween(0L, (long) length);
            assertThat(read).isEqualTo(given.subList(0, read.size()));
            assertThat(read.size()).isGreaterThanOrEqualTo(most);
            most = read.size();
        }
        assertThat(opened).isGreaterThan(file.length / 2);
        assertThat(most).isEqualTo(given.size());
    }

    @Test
    void noFlippedBitIsTakenForData() {
        for (int bit = 0; bit < file.length * 8; bit += 11) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            List<Object> read = new ArrayList<>();
            damage(flipped, read);
            assertThat(read).isEqualTo(given.subList(0, read.size()));
        }
    }

    @Test
    void saysWhatIsNoRecording() {
        assertThatThrownBy(() -> RecordingFile.open(new byte[0])).hasMessage("not a recording of Flink Vitals");
        assertThatThrownBy(() -> RecordingFile.open("vitals:".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .hasMessage("not a recording of Flink Vitals");
        byte[] later = file.clone();
        later[9] = 2;
        assertThatThrownBy(() -> RecordingFile.open(later))
                .hasMessage("of format version 2, this is a reader of version 1");
        assertThatThrownBy(() -> RecordingFile.open(Arrays.copyOf(file, 40)))
                .hasMessage("damaged: ends within the header at offset 40");
    }

    /** Where a damaged file cannot be read further; empty if nothing of it can be read, which is an answer too. */
    private static Optional<Damage> damage(byte[] bytes, List<Object> into) {
        try {
            Optional<Damage> damage = RecordingFile.open(bytes).read(into(into));
            assertThat(damage).isPresent();
            return damage;
        } catch (RecordingException e) {
            assertThat(e.getMessage()).isNotBlank();
            return Optional.empty();
        }
    }

    private static RecordingListener into(List<Object> read) {
        return new RecordingListener() {
            @Override
            public void begin(boolean continues, byte @Nullable [] state) {}

            @Override
            public void cycle(JobReading reading, Outcome outcome) {
                read.add(reading);
            }

            @Override
            public void event(RecordedEvent event) {
                read.add(event);
            }
        };
    }
}
