/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.inside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.signals.KeyGroupEvidence;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.VertexId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class KeyGroupSamplerTest {
    private static final SubtaskId SUBTASK = new SubtaskId(new VertexId("0f".repeat(16)), 1);
    private static final Instant AT = Instant.EPOCH;

    private int now;

    @Test
    void countsHowOftenEachGroupIsSeen() {
        // Every other record is of group 70, the rest go round.
        assertThat(sample(100, i -> i % 2 == 0 ? 70 : 64 + i % 64))
                .contains(new KeyGroupEvidence(SUBTASK, AT, 100, 64, 70, 50));
    }

    @Test
    void whatAnIdleSubtaskShowsDoesNotCount() {
        KeyGroupSampler sampler = new KeyGroupSampler(List.of(operator(i -> 70)), () -> now < 30);
        run(sampler, 100);

        assertThat(sampler.evidence(SUBTASK, AT)).contains(new KeyGroupEvidence(SUBTASK, AT, 30, 64, 70, 30));
    }

    @Test
    void ofSeveralOperatorsTheOneThatIsAtWorkCounts() {
        KeyGroupSampler sampler =
                new KeyGroupSampler(List.of(operator(i -> 64), operator(i -> 64 + i % 4)), () -> true);
        run(sampler, 100);

        assertThat(sampler.evidence(SUBTASK, AT)).contains(new KeyGroupEvidence(SUBTASK, AT, 100, 64, 64, 25));
    }

    @Test
    void withoutAGroupOfItsRangeThereIsNoEvidence() {
        assertThat(sample(100, i -> 0)).isEmpty();
        assertThat(sample(0, i -> 70)).isEmpty();
    }

    private Optional<KeyGroupEvidence> sample(int times, IntUnaryOperator group) {
        KeyGroupSampler sampler = new KeyGroupSampler(List.of(operator(group)), () -> true);
        run(sampler, times);
        return sampler.evidence(SUBTASK, AT);
    }

    private void run(KeyGroupSampler sampler, int times) {
        for (now = 0; now < times; now++) {
            sampler.sample();
        }
    }

    private KeyGroupSampler.Operator operator(IntUnaryOperator group) {
        return new KeyGroupSampler.Operator(() -> group.applyAsInt(now), 64, 127);
    }
}
