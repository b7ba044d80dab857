/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.score;

import dev.flinkvitals.health.judgement.Component;
import dev.flinkvitals.health.judgement.ComponentAssessment;
import dev.flinkvitals.health.judgement.Judgement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The weighed components of one cycle.
 *
 * @param components one for each component, in the order of the enum
 * @param rawScore 100 minus the loss; empty if nothing is known
 * @param confidence share of the applicable points that is backed by fresh evidence, 0 to 1
 * @param mayBeGreen whether every component that may cost 70 points or more is known
 */
public record Verdict(
        List<ComponentAssessment> components, OptionalDouble rawScore, double confidence, boolean mayBeGreen) {
    private static final int DECISIVE_POINTS = 70;

    public Verdict {
        components = List.copyOf(components);
    }

    /**
     * Weighs the findings.
     *
     * @param findings one for each component
     * @return the verdict
     */
    public static Verdict of(Map<Component, ComponentMemory.Settled> findings) {
        Map<Component, Double> severities = new EnumMap<>(Component.class);
        double applicable = 0;
        double backed = 0;
        boolean mayBeGreen = true;
        for (Map.Entry<Component, ComponentMemory.Settled> entry : findings.entrySet()) {
            Component component = entry.getKey();
            ComponentMemory.Settled settled = entry.getValue();
            Judgement.Known last = settled.last();
            if (last != null) {
                severities.put(component, last.severity());
            }
            double points = component.maxPoints();
            applicable += settled.finding().fold(known -> points, missing -> points, notApplicable -> 0.0);
            backed += settled.finding().fold(known -> points * known.confidence(), missing -> 0.0, n -> 0.0);
            boolean missing = settled.finding().fold(known -> false, m -> true, n -> false);
            mayBeGreen &= !(missing && component.maxPoints() >= DECISIVE_POINTS);
        }
        Deduction deduction = new Deduction(severities);
        List<ComponentAssessment> components = new ArrayList<>();
        findings.forEach((component, settled) -> components.add(assessment(component, settled, deduction)));
        return new Verdict(
                components,
                severities.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(deduction.score()),
                applicable == 0 ? 0 : backed / applicable,
                mayBeGreen);
    }

    private static ComponentAssessment assessment(
            Component component, ComponentMemory.Settled settled, Deduction deduction) {
        Judgement.Known last = settled.last();
        return settled.finding()
                .fold(
                        known -> new ComponentAssessment.Scored(
                                component,
                                known.severity(),
                                deduction.points(component),
                                deduction.scoreWithout(component),
                                known.reason(),
                                known.place(),
                                known.evidence(),
                                known.confidence()),
                        missing -> new ComponentAssessment.Unknown(
                                component,
                                missing.reason(),
                                last == null ? OptionalDouble.empty() : OptionalDouble.of(last.severity()),
                                deduction.points(component)),
                        notApplicable -> new ComponentAssessment.NotApplicable(component, notApplicable.reason()));
    }
}
