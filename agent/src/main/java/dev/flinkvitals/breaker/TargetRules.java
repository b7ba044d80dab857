/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import static dev.flinkvitals.breaker.Check.Verdict.FAIL;
import static dev.flinkvitals.breaker.Check.Verdict.PASS;
import static dev.flinkvitals.breaker.Check.Verdict.UNKNOWN;

import dev.flinkvitals.signals.CheckpointSettings;
import java.time.Duration;
import java.util.Optional;

/** Preflight rules about where the snapshot goes and how long that takes. Stateless. */
final class TargetRules {
    /** The prediction is rough, and both limits are hard: the action has to fit twice. */
    private static final int TIMES_TO_FIT = 2;

    private TargetRules() {}

    static Check time(Preflight in) {
        Optional<Duration> timeout = in.reading().checkpoints().settings().map(CheckpointSettings::timeout);
        Optional<Duration> expected = in.expectedTime();
        if (expected.isEmpty() || timeout.isEmpty()) {
            String missing = expected.isEmpty()
                    ? "how long it takes is not known before a checkpoint completed"
                    : "the checkpoint timeout is not known";
            return new Check(Rule.TIME, UNKNOWN, missing);
        }
        boolean beforeTimeout = fits(expected.get(), timeout.get());
        boolean beforeDeadline =
                in.wish().deadline().map(left -> fits(expected.get(), left)).orElse(true);
        String left = in.wish()
                .deadline()
                .map(d -> " and of the " + Words.time(d) + " that are left")
                .orElse("");
        return new Check(
                Rule.TIME,
                beforeTimeout && beforeDeadline ? PASS : FAIL,
                "takes about " + Words.time(expected.get()) + ", may take half of the timeout of "
                        + Words.time(timeout.get()) + left);
    }

    private static boolean fits(Duration expected, Duration limit) {
        return expected.multipliedBy(TIMES_TO_FIT).compareTo(limit) <= 0;
    }

    static Check directory(Preflight in) {
        if (!in.savepoint()) {
            return new Check(Rule.DIRECTORY, PASS, "a checkpoint goes to the job's own checkpoint storage");
        }
        return in.evidence()
                .directory()
                .map(directory -> new Check(Rule.DIRECTORY, PASS, directory))
                .orElseGet(() -> new Check(
                        Rule.DIRECTORY,
                        FAIL,
                        "no target: set vitals.snapshots.directory or execution.checkpointing.savepoint-dir"));
    }

    static Check canary(Preflight in) {
        if (!in.savepoint()) {
            return new Check(Rule.CANARY, PASS, "a checkpoint goes to the job's own checkpoint storage");
        }
        Duration limit = in.config().canaryTimeout();
        return in.evidence()
                .canary()
                .map(canary -> new Check(
                        Rule.CANARY,
                        canary.ok() && canary.took().compareTo(limit) <= 0 ? PASS : FAIL,
                        canary.detail() + ", took " + Words.time(canary.took()) + ", limit " + Words.time(limit)))
                .orElseGet(() -> new Check(Rule.CANARY, UNKNOWN, "the storage was not tried"));
    }
}
