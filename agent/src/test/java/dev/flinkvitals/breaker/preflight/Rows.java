/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Situation;
import java.util.function.Consumer;
import org.junit.jupiter.params.provider.Arguments;

/** A row of a table of verdicts: what is changed in a situation in which every rule passes, and what the rule says then. */
final class Rows {
    private Rows() {}

    static Arguments row(
            String name, Action action, Rule rule, Check.Verdict verdict, String evidence, Consumer<Situation> change) {
        return argumentSet(
                rule.label() + ", " + action.label() + ": " + name, action, change, new Check(rule, verdict, evidence));
    }

    static void judge(Action action, Consumer<Situation> change, Check expected) {
        Situation situation = new Situation();
        change.accept(situation);

        assertThat(situation.preflight(action).checks())
                .filteredOn(check -> check.rule() == expected.rule())
                .containsExactly(expected);
    }
}
