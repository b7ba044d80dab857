/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.score;

import dev.flinkvitals.health.judgement.Component;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the components cost together: {@code loss = min(100, (sum (M d)^3)^(1/3))}, the 3-norm of what each would cost
 * alone. One component at its worst costs exactly its M; several symptoms of one cause cost little more than the worst of
 * them; many small ones still add up. The shares {@code loss * (M d)^3 / sum (M d)^3} add up to the loss.
 */
public final class Deduction {
    private static final double NORM = 3;
    private static final double FULL = 100;

    private final Map<Component, Double> cubes = new EnumMap<>(Component.class);

    /**
     * Weighs the components.
     *
     * @param severities severity of each component that counts, 0 to 1
     */
    Deduction(Map<Component, Double> severities) {
        severities.forEach(
                (component, severity) -> cubes.put(component, Math.pow(component.maxPoints() * severity, NORM)));
    }

    /** Points lost, 0 to 100. */
    double loss() {
        return loss(sum());
    }

    /** 100 minus the loss. */
    double score() {
        return FULL - loss();
    }

    /** The component's share of the loss, 0 to 100; 0 for one that does not count. */
    double points(Component component) {
        double sum = sum();
        return sum == 0 ? 0 : loss() * cubes.getOrDefault(component, 0.0) / sum;
    }

    /** The score if the component had severity 0. */
    double scoreWithout(Component component) {
        double others = cubes.entrySet().stream()
                .filter(e -> e.getKey() != component)
                .mapToDouble(Map.Entry::getValue)
                .sum();
        return FULL - loss(others);
    }

    private double sum() {
        return cubes.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double loss(double sumOfCubes) {
        return Math.min(FULL, Math.cbrt(sumOfCubes));
    }
}
