/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigestCodecTest {
    @Test
    void takesAtMost120BytesPerSubtask() {
        int subtasks = 100;

        byte[] bytes = DigestCodec.encode(Digests.realistic(subtasks, 7));

        assertThat((double) bytes.length / subtasks).isBetween(40.0, 120.0);
    }

    @Test
    void readsBackWhatItWrote() {
        TaskManagerDigest digest = Digests.realistic(100, 11);

        assertThat(DigestCodec.decode(DigestCodec.encode(digest))).isEqualTo(digest);
    }

    @Test
    void keepsAllAbsencesAbsent() {
        TaskManagerDigest digest = Digests.absent();

        assertThat(DigestCodec.decode(DigestCodec.encode(digest))).isEqualTo(digest);
    }

    @Test
    void readsBackAnyMixtureOfAbsencesAndExtremes() {
        Random random = new Random(13);
        for (int i = 0; i < 500; i++) {
            TaskManagerDigest digest = Digests.random(random);

            assertThat(DigestCodec.decode(DigestCodec.encode(digest))).isEqualTo(digest);
        }
    }

    @Test
    void writesANumberThatIsNotFiniteAsAbsent() {
        OptionalLong none = OptionalLong.empty();
        ProcessReading process = new ProcessReading(
                "tm",
                5,
                none,
                none,
                OptionalDouble.of(Double.NaN),
                none,
                none,
                none,
                none,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty());

        TaskManagerDigest read = DigestCodec.decode(DigestCodec.encode(new TaskManagerDigest(1, process, List.of())));

        assertThat(read.process().gcShare()).isEmpty();
    }

    @Test
    void skipsFieldsThatALaterVersionAppended() {
        ByteSink later = new ByteSink();
        later.octet(0x11);
        later.record(body -> {
            body.varint(0); // vertex ids
            body.varint(0); // strings
            body.varint(42); // sequence
            body.record(process -> {
                process.text("tm");
                process.signed(5);
                process.varint(0b1_0000_0000_0000_0001); // heap after GC, and a value that this version does not know
                process.varint(1_000);
                process.text("that value");
            });
            body.varint(0); // jobs
            body.text("a further field");
        });

        TaskManagerDigest read = DigestCodec.decode(later.toBytes());

        OptionalLong none = OptionalLong.empty();
        assertThat(read)
                .isEqualTo(new TaskManagerDigest(
                        42,
                        new ProcessReading(
                                "tm",
                                5,
                                OptionalLong.of(1_000),
                                none,
                                OptionalDouble.empty(),
                                none,
                                none,
                                none,
                                none,
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                OptionalDouble.empty()),
                        List.of()));
    }

    @Test
    void refusesAnIncompatibleVersion() {
        byte[] bytes = DigestCodec.encode(Digests.absent());
        bytes[0] = 0x23;

        assertThatThrownBy(() -> DigestCodec.decode(bytes))
                .isInstanceOf(DigestFormatException.class)
                .hasMessage("digest: version 2.3 at offset 0; this agent reads version 1");
    }

    @Test
    void refusesEmptyInput() {
        assertThatThrownBy(() -> DigestCodec.decode(new byte[0]))
                .isInstanceOf(DigestFormatException.class)
                .hasMessage("digest: ends too early at offset 0");
    }

    @Test
    void refusesEveryTruncation() {
        byte[] bytes = DigestCodec.encode(Digests.realistic(4, 19));
        for (int length = 0; length < bytes.length; length++) {
            byte[] truncated = Arrays.copyOf(bytes, length);

            assertThatThrownBy(() -> DigestCodec.decode(truncated)).isInstanceOf(DigestFormatException.class);
        }
    }

    @Test
    void refusesAHugeCountWithoutAllocating() {
        // Version 1.0, a record of six bytes, a table of 2^32-1 vertex ids.
        byte[] hostile = {0x10, 6, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F, 0};

        assertThatThrownBy(() -> DigestCodec.decode(hostile))
                .isInstanceOf(DigestFormatException.class)
                .hasMessage("digest: length 4294967295 with 1 bytes left at offset 7");
    }

    @Test
    void survivesTenThousandMutations() {
        Random random = new Random(23);
        byte[] original = DigestCodec.encode(Digests.realistic(8, 29));
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] mutated = mutate(original, random);
            try {
                assertThat(DigestCodec.decode(mutated).process()).isNotNull();
            } catch (DigestFormatException e) {
                assertThat(e).hasMessageContaining(" at offset ");
                refused++;
            }
        }
        assertThat(refused).isBetween(1_000, 9_999);
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] bytes =
                Arrays.copyOf(original, random.nextInt(4) == 0 ? random.nextInt(original.length) : original.length);
        for (int edits = random.nextInt(5); edits >= 0 && bytes.length > 0; edits--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }
}
