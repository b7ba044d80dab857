/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.inside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.KeyGroupEvidence;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.ThreadEvidence;
import dev.flinkvitals.signals.VertexId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlausibleEvidenceTest {
    private static final Instant AT = Instant.EPOCH;

    @Test
    void whatCannotBeTrueIsLeftOut() {
        InsideEvidence inside = new InsideEvidence(
                List.of(thread(0, AT, 30, 31), thread(1, AT, 30, -1), thread(2, AT, 30, 30)),
                List.of(groups(0, AT, 100, 101), groups(1, AT, 100, -1), groups(2, AT, 100, 100)));

        assertThat(PlausibleEvidence.of(inside))
                .isEqualTo(new InsideEvidence(List.of(thread(2, AT, 30, 30)), List.of(groups(2, AT, 100, 100))));
    }

    @Test
    void ofSeveralForOneSubtaskTheNewestCountsInWhateverOrderTheyCome() {
        KeyGroupEvidence old = groups(1, AT, 100, 50);
        KeyGroupEvidence newest = groups(1, AT.plusSeconds(1), 100, 20);
        KeyGroupEvidence other = groups(0, AT, 100, 10);
        InsideEvidence expected = new InsideEvidence(List.of(), List.of(other, newest));

        assertThat(PlausibleEvidence.of(new InsideEvidence(List.of(), List.of(old, newest, other))))
                .isEqualTo(expected);
        assertThat(PlausibleEvidence.of(new InsideEvidence(List.of(), List.of(other, newest, old))))
                .isEqualTo(expected);
    }

    private static ThreadEvidence thread(int index, Instant at, int samples, int seen) {
        return new ThreadEvidence(
                subtask(index), at, samples, List.of(new ThreadEvidence.Activity(seen, "A.map", "A.map", false)));
    }

    private static KeyGroupEvidence groups(int index, Instant at, int samples, int hottest) {
        return new KeyGroupEvidence(subtask(index), at, samples, 64, 3, hottest);
    }

    private static SubtaskId subtask(int index) {
        return new SubtaskId(new VertexId("0f".repeat(16)), index);
    }
}
