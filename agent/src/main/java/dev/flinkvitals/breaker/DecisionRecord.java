/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.signals.Tick;
import java.time.Instant;
import java.util.List;

/**
 * A decision as it is shown, logged and exported.
 *
 * @param at when
 * @param action what was wished for; if it is a probe that is triggered, that is a checkpoint
 * @param incident what set it off
 * @param outcome what came of it
 * @param reason why
 * @param checks the preflight's verdicts
 */
public record DecisionRecord(
        Instant at, Action action, String incident, Outcome outcome, String reason, List<Check> checks) {
    /** Copies the list. */
    public DecisionRecord {
        checks = List.copyOf(checks);
    }

    /** The record of a decision. */
    public static DecisionRecord of(Tick tick, Decision decision, Outcome outcome) {
        Action wished = decision.wish().action();
        boolean probe = decision instanceof Decision.Act act && act.purpose() == Decision.Purpose.PROBE;
        return new DecisionRecord(
                tick.at(),
                probe ? Action.CHECKPOINT : wished,
                decision.wish().incident(),
                outcome,
                (probe ? "as a probe before the next " + wished.label() + ": " : "") + decision.reason(),
                decision.checks());
    }

    /** What came of a wish. */
    public enum Outcome {
        /** Active mode: the action was triggered. */
        TRIGGERED("triggered"),
        /** Monitor mode: it would have been triggered. */
        WOULD_TRIGGER("would_trigger"),
        /** A preflight rule stood in the way. */
        REFUSED("refused"),
        /** It would not have finished in time. */
        TOO_LATE("too_late"),
        /** It would not have cured what is wrong. */
        WOULD_NOT_HELP("would_not_help");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        /** Name in metrics, JSON and logs. */
        public String label() {
            return label;
        }
    }
}
