/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.score;

import static dev.flinkvitals.health.judgement.Component.CAPACITY;
import static dev.flinkvitals.health.judgement.Component.CHECKPOINT;
import static dev.flinkvitals.health.judgement.Component.LAG;
import static dev.flinkvitals.health.judgement.Component.MEMORY;
import static dev.flinkvitals.health.judgement.Component.ROCKSDB;
import static dev.flinkvitals.health.judgement.Component.STABILITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flinkvitals.health.judgement.Component;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeductionTest {
    private static final long SEED = 20260101;

    static Stream<Arguments> sums() {
        return Stream.of(
                Arguments.argumentSet("nothing wrong", Map.of(), 100.0),
                Arguments.argumentSet("one at its worst costs its M: 100 - 70", Map.of(LAG, 1.0), 30.0),
                Arguments.argumentSet(
                        "100 - cbrt(80^3 + 40^3 + 21^3) = 100 - cbrt(512000 + 64000 + 9261) = 100 - 83.64",
                        Map.of(CHECKPOINT, 0.8, MEMORY, 0.5, LAG, 0.3),
                        16.35),
                Arguments.argumentSet(
                        "two alike: 100 - cbrt(2 * 35^3) = 100 - 35 * 1.26", Map.of(LAG, 0.5, CAPACITY, 0.5), 55.90),
                Arguments.argumentSet(
                        "never below 0: cbrt(100^3 + 100^3) = 126", Map.of(STABILITY, 1.0, CHECKPOINT, 1.0), 0.0),
                Arguments.argumentSet("100 - 60 * 0.25", Map.of(ROCKSDB, 0.25), 85.0));
    }

    @ParameterizedTest
    @MethodSource("sums")
    void scoreIsHundredMinusTheNorm(Map<Component, Double> severities, double score) {
        assertThat(new Deduction(severities).score()).isEqualTo(score, within(0.01));
    }

    @Test
    void pointsAreSharesOfTheCubes() {
        // cubes 512000, 64000, 9261 of 585261; loss 83.65
        Deduction deduction = new Deduction(Map.of(CHECKPOINT, 0.8, MEMORY, 0.5, LAG, 0.3));
        assertThat(deduction.points(CHECKPOINT)).isEqualTo(73.18, within(0.01));
        assertThat(deduction.points(MEMORY)).isEqualTo(9.15, within(0.01));
        assertThat(deduction.points(LAG)).isEqualTo(1.32, within(0.01));
        assertThat(deduction.points(STABILITY)).isZero();
    }

    @Test
    void scoreWithoutAComponentLeavesTheOthers() {
        Deduction deduction = new Deduction(Map.of(CHECKPOINT, 0.8, LAG, 0.3));
        // 100 - 70 * 0.3
        assertThat(deduction.scoreWithout(CHECKPOINT)).isEqualTo(79.0, within(1e-9));
    }

    @Test
    void isBoundedAndAddsUpForAnySeverities() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            Map<Component, Double> severities = severities(random);
            Deduction deduction = new Deduction(severities);
            double points = 0;
            for (Component component : Component.values()) {
                points += deduction.points(component);
                assertThat(deduction.scoreWithout(component)).isBetween(deduction.score(), 100.0);
            }
            assertThat(deduction.score()).isBetween(0.0, 100.0);
            assertThat(points).as("points of %s", severities).isEqualTo(100 - deduction.score(), within(1e-9));
        }
    }

    @Test
    void neverRisesWhenAnySeverityRises() {
        Random random = new Random(SEED + 1);
        for (int i = 0; i < 2000; i++) {
            Map<Component, Double> severities = severities(random);
            double before = new Deduction(severities).score();
            Component worse = List.of(Component.values()).get(random.nextInt(Component.values().length));
            severities.merge(worse, random.nextDouble(), (a, b) -> Math.min(1, a + b));
            assertThat(new Deduction(severities).score())
                    .as("%s worse: %s", worse, severities)
                    .isLessThanOrEqualTo(before + 1e-9);
        }
    }

    private static Map<Component, Double> severities(Random random) {
        Map<Component, Double> severities = new EnumMap<>(Component.class);
        for (Component component : Component.values()) {
            if (random.nextBoolean()) {
                severities.put(component, random.nextDouble());
            }
        }
        return severities;
    }
}
