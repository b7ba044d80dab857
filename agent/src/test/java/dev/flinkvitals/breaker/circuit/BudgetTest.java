/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Decision.Purpose;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Situation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final Duration START = Duration.ofHours(100);

    private final Budget budget = new Budget(Situation.CONFIG);

    private Check after(Duration time, Purpose purpose) {
        return budget.check(START.plus(time), purpose);
    }

    @Test
    void startsWithAFullBucketThatOneActionEmpties() {
        budget.spend(START, Purpose.ACTION);

        assertThat(after(Duration.ofMinutes(29), Purpose.ACTION))
                .isEqualTo(Check.of(Rule.BUDGET, false, "last action 29 min ago, needs 30 min"));
        assertThat(after(Duration.ofMinutes(30), Purpose.ACTION))
                .isEqualTo(Check.of(Rule.BUDGET, true, "1 of 6 actions within 24 h"));
    }

    @Test
    void probesTakeNoTokenButCountWithinTheDay() {
        budget.spend(START, Purpose.PROBE);
        assertThat(after(Duration.ZERO, Purpose.ACTION).verdict()).isEqualTo(Check.Verdict.PASS);
        budget.spend(START, Purpose.ACTION);
        for (int i = 0; i < 4; i++) {
            budget.spend(START, Purpose.PROBE);
        }

        assertThat(after(Duration.ofHours(23), Purpose.PROBE))
                .isEqualTo(Check.of(Rule.BUDGET, false, "6 of 6 actions within 24 h"));
        assertThat(after(Duration.ofHours(23), Purpose.ACTION).verdict()).isEqualTo(Check.Verdict.FAIL);
        assertThat(after(Duration.ofHours(24), Purpose.ACTION).verdict()).isEqualTo(Check.Verdict.PASS);
    }

    @Test
    void isEmptyAfterATakeOverAndFillsAtTheUsualPace() {
        budget.empty(START);

        assertThat(after(Duration.ofMinutes(29), Purpose.ACTION))
                .isEqualTo(Check.of(Rule.BUDGET, false, "this JobManager took over 29 min ago, needs 30 min"));
        assertThat(after(Duration.ofMinutes(30), Purpose.ACTION).verdict()).isEqualTo(Check.Verdict.PASS);
    }

    @Test
    void countsThePastEvenIfThatWasMoreThanADayAllows() {
        for (int i = 0; i < 9; i++) {
            budget.remember(START.minus(Duration.ofHours(9 - i)), Purpose.ACTION);
        }

        assertThat(after(Duration.ZERO, Purpose.ACTION).evidence()).isEqualTo("9 of 6 actions within 24 h");
        assertThat(after(Duration.ofHours(19), Purpose.ACTION).evidence()).isEqualTo("4 of 6 actions within 24 h");
    }

    @Test
    void countsAPastThatCannotBeReadAsSpent() {
        budget.unreadable(START.plus(Duration.ofHours(24)));

        assertThat(after(Duration.ofHours(23), Purpose.ACTION).evidence())
                .isEqualTo("what was done before cannot be read and counts as spent for another 60 min");
        assertThat(after(Duration.ofHours(23), Purpose.PROBE).verdict()).isEqualTo(Check.Verdict.FAIL);
        assertThat(after(Duration.ofHours(24), Purpose.ACTION).verdict()).isEqualTo(Check.Verdict.PASS);
    }

    @Test
    void givesBackWhatWasSpentLastButWaitsForAWhile() {
        budget.spend(START, Purpose.ACTION);
        budget.refund(START);

        assertThat(after(Duration.ofMinutes(4), Purpose.ACTION))
                .isEqualTo(Check.of(Rule.BUDGET, false, "the last one was not carried out, next try in 60 s"));
        assertThat(after(Duration.ofMinutes(5), Purpose.ACTION).evidence()).isEqualTo("0 of 6 actions within 24 h");
    }

    @Test
    void throwsWhenMoreIsSpentThanThereIs() {
        budget.spend(START, Purpose.ACTION);

        assertThatThrownBy(() -> budget.spend(START, Purpose.ACTION))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("triggered beyond the budget: last action 0 s ago, needs 30 min");
    }
}
