/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvidenceCodecTest {
    private static final SubtaskId SUBTASK = new SubtaskId(new VertexId("ab".repeat(16)), 7);
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("0c".repeat(16)), SUBTASK, 3);
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123Z");

    private static final EvidenceRequest REQUEST = new EvidenceRequest(List.of(
            new EvidenceRequest.Subject(ATTEMPT, true, false), new EvidenceRequest.Subject(ATTEMPT, false, true)));
    private static final EvidenceAnswer ANSWER = new EvidenceAnswer(List.of(
            new EvidenceAnswer.Entry(
                    ATTEMPT,
                    Optional.of(new ThreadEvidence(
                            SUBTASK,
                            AT,
                            30,
                            List.of(
                                    new ThreadEvidence.Activity(28, "OrderSink.invoke", "java.lang.Thread.sleep", true),
                                    new ThreadEvidence.Activity(2, "", "org.example.Größe.rechne", false)))),
                    Optional.of(new KeyGroupEvidence(SUBTASK, AT, 200, 64, 17, 80))),
            new EvidenceAnswer.Entry(ATTEMPT, Optional.empty(), Optional.empty())));

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(EvidenceCodec.decodeRequest(EvidenceCodec.encode(REQUEST))).isEqualTo(REQUEST);
        assertThat(EvidenceCodec.decodeAnswer(EvidenceCodec.encode(ANSWER))).isEqualTo(ANSWER);
    }

    @Test
    void bytesThatEndTooEarlyAreRefusedWhereverTheyEnd() {
        byte[] bytes = EvidenceCodec.encode(ANSWER);
        for (int length = 0; length < bytes.length; length++) {
            byte[] damaged = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> EvidenceCodec.decodeAnswer(damaged))
                    .as("first %d bytes", length)
                    .isInstanceOf(DigestFormatException.class);
        }
    }

    @Test
    void aNewerMajorVersionIsRefused() {
        byte[] bytes = EvidenceCodec.encode(REQUEST);
        bytes[0] = 0x20;

        assertThatThrownBy(() -> EvidenceCodec.decodeRequest(bytes))
                .isInstanceOf(DigestFormatException.class)
                .hasMessageContaining("version 2.0");
    }

    @Test
    void fieldsThatANewerVersionAppendsAreSkipped() {
        byte[] bytes = EvidenceCodec.encode(new EvidenceRequest(List.of()));
        // Version 1.1: the record is one byte longer than what this version knows.
        byte[] newer = {0x11, (byte) (bytes[1] + 1), bytes[2], 0x55};

        assertThat(EvidenceCodec.decodeRequest(newer).subjects()).isEmpty();
    }
}
