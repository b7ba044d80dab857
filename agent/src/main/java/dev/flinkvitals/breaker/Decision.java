/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import java.util.List;
import java.util.function.Function;

/** What comes of a wish. */
public sealed interface Decision {
    /** The wish that it answers. */
    Wish wish();

    /** The preflight's verdicts, in the order of the rules. */
    List<Check> checks();

    /** Why, in words. */
    String reason();

    /** Calls the function of this case. */
    <R> R fold(
            Function<Act, R> onAct,
            Function<Refuse, R> onRefuse,
            Function<TooLate, R> onTooLate,
            Function<WouldNotHelp, R> onWouldNotHelp);

    /** What an act is for. */
    enum Purpose {
        /** What the wish asks for. */
        ACTION,
        /** A plain checkpoint that tells whether the action may be tried again. */
        PROBE
    }

    /**
     * Every rule passed: do it (in monitor mode: it would have been done).
     *
     * @param wish the wish
     * @param purpose the action itself, or a probe before it may be tried again
     * @param checks verdicts, all passed
     */
    record Act(Wish wish, Purpose purpose, List<Check> checks) implements Decision {
        /** Copies the list. */
        public Act {
            checks = List.copyOf(checks);
        }

        /** What is to be triggered: a probe is a plain checkpoint, whatever the wish's action. */
        public Action action() {
            return purpose == Purpose.PROBE ? Action.CHECKPOINT : wish.action();
        }

        @Override
        public String reason() {
            return wish.reason();
        }

        @Override
        public <R> R fold(
                Function<Act, R> onAct,
                Function<Refuse, R> onRefuse,
                Function<TooLate, R> onTooLate,
                Function<WouldNotHelp, R> onWouldNotHelp) {
            return onAct.apply(this);
        }
    }

    /**
     * A rule failed or could not be answered.
     *
     * @param wish the wish
     * @param checks verdicts
     * @param reason the rules that stand in the way
     */
    record Refuse(Wish wish, List<Check> checks, String reason) implements Decision {
        /** Copies the list. */
        public Refuse {
            checks = List.copyOf(checks);
        }

        /** Whether the canary's answer is all that is missing: it is not asked for a decision that fails anyway. */
        public boolean needsOnlyCanary() {
            return checks.stream()
                    .filter(check -> check.verdict() != Check.Verdict.PASS)
                    .allMatch(check -> check.rule() == Rule.CANARY && check.verdict() == Check.Verdict.UNKNOWN);
        }

        @Override
        public <R> R fold(
                Function<Act, R> onAct,
                Function<Refuse, R> onRefuse,
                Function<TooLate, R> onTooLate,
                Function<WouldNotHelp, R> onWouldNotHelp) {
            return onRefuse.apply(this);
        }
    }

    /**
     * The action would not finish before the resource runs out.
     *
     * @param wish the wish
     * @param checks verdicts
     * @param reason time needed and time left
     */
    record TooLate(Wish wish, List<Check> checks, String reason) implements Decision {
        /** Copies the list. */
        public TooLate {
            checks = List.copyOf(checks);
        }

        @Override
        public <R> R fold(
                Function<Act, R> onAct,
                Function<Refuse, R> onRefuse,
                Function<TooLate, R> onTooLate,
                Function<WouldNotHelp, R> onWouldNotHelp) {
            return onTooLate.apply(this);
        }
    }

    /**
     * The action would leave things as they are, or worse: what is wrong is not what it cures.
     *
     * @param wish the wish
     * @param checks verdicts
     * @param reason why not, and what would help
     */
    record WouldNotHelp(Wish wish, List<Check> checks, String reason) implements Decision {
        /** Copies the list. */
        public WouldNotHelp {
            checks = List.copyOf(checks);
        }

        @Override
        public <R> R fold(
                Function<Act, R> onAct,
                Function<Refuse, R> onRefuse,
                Function<TooLate, R> onTooLate,
                Function<WouldNotHelp, R> onWouldNotHelp) {
            return onWouldNotHelp.apply(this);
        }
    }
}
