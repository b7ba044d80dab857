/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.examples.breaker.job.Chain;
import dev.flinkvitals.examples.breaker.job.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final long KEYS = 2;

    @Test
    void aStateThatHasAllNumbersBelowThePositionIsExact() {
        // Key 0 had 0, 2, 4; key 1 had 1, 3: the next number is 5.
        Comparison comparison = Comparison.of(List.of(line(0, 6, 4), line(1, 5, 3)), KEYS);

        assertThat(comparison).isEqualTo(new Comparison(2, 0, 0, 0, 5));
        assertThat(comparison.isExact(KEYS)).isTrue();
    }

    @Test
    void aNumberThatIsMissingIsLost() {
        Comparison comparison = Comparison.of(List.of(line(0, 6, 2), line(1, 5, 3)), KEYS);

        assertThat(comparison.lost()).isEqualTo(2);
        assertThat(comparison.isExact(KEYS)).isFalse();
    }

    @Test
    void aNumberThatCameAgainIsTwiceThere() {
        assertThat(Comparison.of(List.of(line(0, 6, 5), line(1, 5, 3)), KEYS).twice())
                .isEqualTo(1);
    }

    @Test
    void theRightCountOfOtherNumbersIsWrong() {
        Report.Line other = new Report.Line(0, 6, 4, Chain.of(1, KEYS, 4));

        assertThat(Comparison.of(List.of(other, line(1, 5, 3)), KEYS).wrong()).isEqualTo(1);
    }

    @Test
    void aKeyThatReportsNothingIsNotExact() {
        assertThat(Comparison.of(List.of(line(0, 6, 4)), KEYS).isExact(KEYS)).isFalse();
        assertThat(Comparison.of(List.of(), KEYS).isExact(KEYS)).isFalse();
    }

    private static Report.Line line(long key, long number, long count) {
        return new Report.Line(key, number, count, Chain.of(key, KEYS, count));
    }
}
