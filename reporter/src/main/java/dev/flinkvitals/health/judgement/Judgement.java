/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.judgement;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What a component's rule found in one cycle, before it is weighed against the others. */
public sealed interface Judgement {
    /** Calls the function of this case. */
    <R> R fold(Function<Known, R> onKnown, Function<Missing, R> onMissing, Function<NotApplicable, R> onNotApplicable);

    /**
     * Measured.
     *
     * @param severity 0 to 1
     * @param reason in words
     * @param place where
     * @param evidence numbers
     * @param confidence 0 to 1
     * @param signals names of the signals that were there; one that was there before and is not now keeps the severity
     *     from falling
     */
    record Known(
            double severity,
            String reason,
            Place place,
            List<Evidence> evidence,
            double confidence,
            Set<String> signals)
            implements Judgement {
        public Known {
            evidence = List.copyOf(evidence);
            signals = Set.copyOf(signals);
        }

        @Override
        public <R> R fold(
                Function<Known, R> onKnown,
                Function<Missing, R> onMissing,
                Function<NotApplicable, R> onNotApplicable) {
            return onKnown.apply(this);
        }
    }

    /**
     * The component applies, but cannot be judged.
     *
     * @param reason what is missing and what would bring it
     */
    record Missing(String reason) implements Judgement {
        @Override
        public <R> R fold(
                Function<Known, R> onKnown,
                Function<Missing, R> onMissing,
                Function<NotApplicable, R> onNotApplicable) {
            return onMissing.apply(this);
        }
    }

    /**
     * The job has nothing of the kind.
     *
     * @param reason why
     */
    record NotApplicable(String reason) implements Judgement {
        @Override
        public <R> R fold(
                Function<Known, R> onKnown,
                Function<Missing, R> onMissing,
                Function<NotApplicable, R> onNotApplicable) {
            return onNotApplicable.apply(this);
        }
    }
}
