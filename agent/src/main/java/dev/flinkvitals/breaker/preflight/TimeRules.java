/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.breaker.trigger.RestartCure;
import dev.flinkvitals.signals.CheckpointSettings;
import java.time.Duration;
import java.util.Optional;

/** Whether it is done in time. Stateless. */
final class TimeRules {
    /** The prediction is rough, and both limits are hard: the action has to fit twice. */
    static final int TIMES_TO_FIT = 2;

    private TimeRules() {}

    static Check time(Preflight in) {
        if (in.restart()) {
            // What counts is not how long it takes to trigger, but until the job is where it was.
            return RestartCure.affordable(in.assessment());
        }
        Optional<Duration> expected = in.expectedTime();
        Optional<Duration> timeout = in.settings().map(CheckpointSettings::timeout);
        if (expected.isEmpty() || timeout.isEmpty()) {
            return Check.unknown(
                    Rule.TIME,
                    expected.isEmpty()
                            ? "how long it takes is not known before a checkpoint completed"
                            : "the checkpoint timeout is not known");
        }
        boolean beforeTimeout = fits(expected.get(), timeout.get());
        boolean beforeDeadline =
                in.wish().deadline().map(left -> fits(expected.get(), left)).orElse(true);
        String left = in.wish()
                .deadline()
                .map(d -> " and of the " + Words.time(d) + " that are left")
                .orElse("");
        return Check.of(
                Rule.TIME,
                beforeTimeout && beforeDeadline,
                "takes about " + Words.time(expected.get()) + ", may take half of the timeout of "
                        + Words.time(timeout.get()) + left);
    }

    private static boolean fits(Duration expected, Duration limit) {
        return expected.compareTo(limit.dividedBy(TIMES_TO_FIT)) <= 0;
    }
}
