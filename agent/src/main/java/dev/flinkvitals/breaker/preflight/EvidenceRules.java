/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Wish;
import dev.flinkvitals.breaker.Words;

/** Whether what asks for the action is certain. Stateless. */
final class EvidenceRules {
    /** A savepoint costs minutes of upload and can fail a job: no more than a fifth of the evidence may be missing. */
    static final double CONFIDENCE = 0.8;

    /** Below this confidence even the health score has no colour. */
    static final double CONFIDENCE_FOR_CHECKPOINT = 0.5;

    /** One signal alone may be broken. */
    static final int SIGNALS = 2;

    /** Of the last {@value #LAST_WINDOWS}: what comes and goes is no trend. */
    static final int WINDOWS = 3;

    static final int LAST_WINDOWS = 4;

    private EvidenceRules() {}

    static Check confidence(Preflight in) {
        double needed = in.action() == Action.CHECKPOINT ? CONFIDENCE_FOR_CHECKPOINT : CONFIDENCE;
        double found = in.assessment().confidence();
        return Check.of(
                Rule.CONFIDENCE,
                found >= needed,
                "confidence " + Words.number(found) + ", a " + in.action().label() + " needs " + Words.number(needed));
    }

    static Check signals(Preflight in) {
        Wish.Support support = in.wish().support();
        long found = support.signals().stream().distinct().count();
        String which = found == 0 ? "" : ": " + String.join("; ", support.signals());
        return Check.of(
                Rule.SIGNALS,
                found >= SIGNALS,
                found + (found == 1 ? " signal" : " independent signals") + ", needs " + SIGNALS + which);
    }

    static Check sustained(Preflight in) {
        Wish.Support support = in.wish().support();
        String evidence = "held in " + support.windows() + " of the last " + support.outOf() + " windows, needs "
                + WINDOWS + " of " + LAST_WINDOWS;
        return support.outOf() < WINDOWS
                ? Check.unknown(Rule.SUSTAINED, evidence)
                : Check.of(
                        Rule.SUSTAINED,
                        support.windows() >= WINDOWS && support.windows() * LAST_WINDOWS >= support.outOf() * WINDOWS,
                        evidence);
    }
}
