/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.signals.CheckpointSettings;
import java.time.Duration;
import java.util.Optional;

/** Whether it is done in time. Stateless. */
final class TimeRules {
    /** The prediction is rough, and both limits are hard: the action has to fit twice. */
    static final int TIMES_TO_FIT = 2;

    private TimeRules() {}

    static Check time(Preflight in) {
        Optional<Duration> expected = in.expectedTime();
        Optional<Duration> timeout = in.settings().map(CheckpointSettings::timeout);
        if (expected.isEmpty()) {
            return Check.unknown(
                    Rule.TIME,
                    in.restart()
                            ? "how long a restart takes is not known"
                            : "how long it takes is not known before a checkpoint completed");
        }
        if (timeout.isEmpty() && !in.restart()) {
            return Check.unknown(Rule.TIME, "the checkpoint timeout is not known");
        }
        boolean beforeTimeout = in.restart() || fits(expected.get(), timeout.orElseThrow());
        boolean beforeDeadline =
                in.wish().deadline().map(left -> fits(expected.get(), left)).orElse(true);
        return Check.of(
                Rule.TIME,
                beforeTimeout && beforeDeadline,
                "takes about " + Words.time(expected.get()) + limits(in, timeout));
    }

    private static String limits(Preflight in, Optional<Duration> timeout) {
        Optional<String> left = in.wish().deadline().map(d -> "of the " + Words.time(d) + " that are left");
        if (in.restart()) {
            return left.map(l -> ", may take half " + l).orElse(" until all tasks run again");
        }
        return ", may take half of the timeout of "
                + timeout.map(Words::time).orElse("?")
                + left.map(l -> " and " + l).orElse("");
    }

    private static boolean fits(Duration expected, Duration limit) {
        return expected.compareTo(limit.dividedBy(TIMES_TO_FIT)) <= 0;
    }
}
