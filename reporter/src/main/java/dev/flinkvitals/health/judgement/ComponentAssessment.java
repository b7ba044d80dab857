/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.judgement;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What is known of one component: scored, unknown, or not applicable. Unknown is not healthy. */
public sealed interface ComponentAssessment {
    /** The component. */
    Component component();

    /** The reason in words, for a person. */
    String reason();

    /** Calls the function of this case. */
    <R> R fold(
            Function<Scored, R> onScored, Function<Unknown, R> onUnknown, Function<NotApplicable, R> onNotApplicable);

    /**
     * The component was measured.
     *
     * @param component the component
     * @param severity 0 (good) to 1 (bad); 0.5 is the end of what is tolerable
     * @param points share of the job's lost points, 0 to 100; the points of all components add up to 100 minus the raw score
     * @param scoreIfFixed the job's raw score if this component had severity 0
     * @param reason what is wrong, or that nothing is
     * @param place where
     * @param evidence numbers that it rests on
     * @param confidence 0 to 1
     */
    record Scored(
            Component component,
            double severity,
            double points,
            double scoreIfFixed,
            String reason,
            Place place,
            List<Evidence> evidence,
            double confidence)
            implements ComponentAssessment {
        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException if severity or confidence is not within 0 to 1
         */
        public Scored {
            evidence = List.copyOf(evidence);
            if (!(severity >= 0 && severity <= 1)) {
                throw new IllegalArgumentException("severity: expected 0..1, found " + severity);
            }
            if (!(confidence >= 0 && confidence <= 1)) {
                throw new IllegalArgumentException("confidence: expected 0..1, found " + confidence);
            }
        }

        @Override
        public <R> R fold(
                Function<Scored, R> onScored,
                Function<Unknown, R> onUnknown,
                Function<NotApplicable, R> onNotApplicable) {
            return onScored.apply(this);
        }
    }

    /**
     * The component applies, but its signals are missing.
     *
     * @param component the component
     * @param reason which signal is missing and what would bring it
     * @param lastSeverity severity when it was last known; it keeps costing its points
     * @param points points that the last known severity costs
     */
    record Unknown(Component component, String reason, OptionalDouble lastSeverity, double points)
            implements ComponentAssessment {
        @Override
        public <R> R fold(
                Function<Scored, R> onScored,
                Function<Unknown, R> onUnknown,
                Function<NotApplicable, R> onNotApplicable) {
            return onUnknown.apply(this);
        }
    }

    /**
     * The job has nothing of the kind (no RocksDB state, checkpointing off).
     *
     * @param component the component
     * @param reason why it does not apply
     */
    record NotApplicable(Component component, String reason) implements ComponentAssessment {
        @Override
        public <R> R fold(
                Function<Scored, R> onScored,
                Function<Unknown, R> onUnknown,
                Function<NotApplicable, R> onNotApplicable) {
            return onNotApplicable.apply(this);
        }
    }
}
