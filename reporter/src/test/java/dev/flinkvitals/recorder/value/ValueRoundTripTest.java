/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkvitals.recorder.RandomReadings;
import dev.flinkvitals.signals.ByteSink;
import dev.flinkvitals.signals.ByteSource;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.JobReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueRoundTripTest {
    @Test
    void everyReadingOfASeriesComesBackEqual() {
        for (int seed = 0; seed < 30; seed++) {
            RandomReadings random = new RandomReadings(seed);
            List<JobReading> given = new ArrayList<>(List.of(random.any()));
            for (int i = 0; i < 20; i++) {
                given.add(i % 7 == 6 ? random.any() : random.after(given.get(given.size() - 1)));
            }

            assertThat(read(write(given), given.size())).as("seed %s", seed).isEqualTo(given);
        }
    }

    @Test
    void whatDoesNotChangeCostsAByte() {
        JobReading reading = new RandomReadings(1).any();

        assertThat(write(List.of(reading, reading))).hasSize(write(List.of(reading)).length + 1);
    }

    @Test
    void noBytesMakeItThrowAnythingElse() {
        RandomReadings readings = new RandomReadings(2);
        JobReading first = readings.any();
        byte[] good = write(List.of(first, readings.after(first)));
        Random random = new Random(3);
        for (int i = 0; i < 3_000; i++) {
            byte[] bad = good.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                read(bad, 2);
            } catch (IllegalArgumentException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void makesNoClassThatDoesNotBelongToARecording() {
        ByteSink out = new ByteSink();
        out.octet(Tag.RECORD);
        out.varint(0);
        out.text("export.RawSample");
        out.octet(ClassShape.Kind.RECORD.code());
        out.varint(0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(out.toBytes(), 1))
                .withMessage("a class that does not belong here");
    }

    /** As a version wrote it that knew fewer fields, and one more. */
    @Test
    void takesFieldsThatAreMissingForNotKnownAndSkipsThoseItDoesNotKnow() {
        ByteSink out = new ByteSink();
        out.octet(Tag.RECORD);
        out.varint(0);
        out.text("signals.CheckpointReading");
        out.octet(ClassShape.Kind.RECORD.code());
        out.varint(2);
        out.text("enabled");
        out.text("invented");
        out.octet(Tag.PRESENT);
        out.octet(0);
        out.octet(Tag.TRUE);
        out.octet(Tag.LONG);
        out.signed(7);
        CheckpointReading read = new ValueReader(ValueWriter.Mode.VALUES)
                .read(new ByteSource(out.toBytes()), "x", CheckpointReading.class);

        assertThat(read.enabled()).hasValue(true);
        assertThat(read.settings()).isEmpty();
        assertThat(read.history()).isEmpty();
    }

    @Test
    void refusesWhatItHasNoFormFor() {
        ValueWriter writer = new ValueWriter(ValueWriter.Mode.VALUES, new ByteSink());

        assertThatThrownBy(() -> writer.write(new Thread(), null))
                .isInstanceOf(UnsupportedValueException.class)
                .hasMessage("no form for a java.lang.Thread");
    }

    private static byte[] write(List<JobReading> readings) {
        ByteSink out = new ByteSink();
        ValueWriter writer = new ValueWriter(ValueWriter.Mode.VALUES, out);
        JobReading previous = null;
        for (JobReading reading : readings) {
            writer.write(reading, previous);
            previous = reading;
        }
        return out.toBytes();
    }

    private static List<JobReading> read(byte[] bytes, int count) {
        ByteSource in = new ByteSource(bytes);
        ValueReader reader = new ValueReader(ValueWriter.Mode.VALUES);
        List<JobReading> readings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            readings.add(reader.read(in, "reading", JobReading.class));
        }
        return readings;
    }
}
