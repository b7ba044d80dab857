/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.health.capacity.BusyCause;
import dev.flinkvitals.health.capacity.CapacityOutlook;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.load.JobLoad;
import dev.flinkvitals.health.load.SubtaskRates;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One keyed vertex of four subtasks with five key groups, of which the first has two. */
class SkewRuleTest {
    private static final Topology.Vertex COMBINE =
            new Topology.Vertex(SimulatedJob.ENRICH, "combine", 4, 5, List.of(SimulatedJob.SOURCE));
    private static final Topology TOPOLOGY = new Topology(List.of(COMBINE));
    private static final Set<VertexId> KEYED = Set.of(SimulatedJob.ENRICH);

    private final SkewRule rule = new SkewRule();

    @ParameterizedTest
    @CsvSource({"0.3, 0.9, 0", "0.5, 0.9, 0.5", "0.8, 0.9, 1", "0.8, 0.6, 0.5", "0.8, 0.5, 0"})
    void costsNothingWithoutPressure(double loss, double busy, double severity) {
        Judgement judgement = rule.judge(TOPOLOGY, load(busy, busy / 2), outlook(loss));
        assertThat(judgement.<Double>fold(Judgement.Known::severity, m -> Double.NaN, n -> Double.NaN))
                .isCloseTo(severity, within(1e-9));
    }

    @Test
    void doesNotApplyWhereThereIsNothingToDivide() {
        Topology single = new Topology(List.of(new Topology.Vertex(SimulatedJob.ENRICH, "combine", 1, 128, List.of())));
        assertThat(rule.judge(single, JobLoad.UNKNOWN, CapacityOutlook.UNKNOWN))
                .isInstanceOf(Judgement.NotApplicable.class);
    }

    @Test
    void seesKeyGroupsThatDivideBadlyOnceTheyHurt() {
        // groups: mean 1.25, most 2; loss 1 - 1.25 / 2 = 0.375
        assertThat(windows(0.95, 0.48, 0.375, Set.of()))
                .satisfiesExactly(
                        groups -> {
                            assertThat(groups.kind()).isEqualTo(FindingKind.UNEVEN_KEY_GROUPS);
                            assertThat(groups.cause()).isEqualTo("key_groups");
                            assertThat(groups.reason())
                                    .isEqualTo(
                                            "5 key groups do not divide evenly over 4 subtasks of vertex 'combine': some have 2,"
                                                    + " others 1, so 38 % of the capacity is out of reach");
                        },
                        skew -> assertThat(skew.explainedBy()).contains(FindingKind.UNEVEN_KEY_GROUPS));
    }

    @Test
    void saysNothingOfKeyGroupsThatDoNotHurt() {
        assertThat(windows(0.5, 0.25, 0.375, Set.of())).isEmpty();
    }

    @Test
    void explainsTheSkewByAHotKeyWhereOneIsKnown() {
        assertThat(windows(0.95, 0.1, 0.7, KEYED))
                .filteredOn(seen -> seen.kind() == FindingKind.DATA_SKEW)
                .singleElement()
                .satisfies(skew -> assertThat(skew.explainedBy()).contains(FindingKind.HOT_KEY));
    }

    @Test
    void leavesAGreaterSkewThanKeyGroupsCauseUnexplained() {
        assertThat(windows(0.95, 0.1, 0.7, Set.of()))
                .filteredOn(seen -> seen.kind() == FindingKind.DATA_SKEW)
                .singleElement()
                .satisfies(skew -> assertThat(skew.explainedBy()).isEmpty());
    }

    private List<Observation> windows(double busiest, double others, double loss, Set<VertexId> hotKeys) {
        List<Observation> seen = List.of();
        for (int window = 0; window < 3; window++) {
            assertThat(seen).as("before the third window").isEmpty();
            seen = rule.observe(TOPOLOGY, load(busiest, others), outlook(loss), KEYED, hotKeys, true);
        }
        return seen;
    }

    private static JobLoad load(double busiest, double others) {
        List<SubtaskRates> rates = IntStream.range(0, 4)
                .mapToObj(i -> rates(i, i == 0 ? busiest : others))
                .toList();
        return new JobLoad.Builder().add(COMBINE, rates).build();
    }

    private static SubtaskRates rates(int index, double busy) {
        return new SubtaskRates(
                new SubtaskId(SimulatedJob.ENRICH, index),
                OptionalDouble.of(busy),
                OptionalDouble.of(0),
                OptionalDouble.of(1 - busy),
                OptionalDouble.of(100 * busy),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                10,
                "tm-1");
    }

    private static CapacityOutlook outlook(double loss) {
        return new CapacityOutlook(
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(new CapacityOutlook.VertexCapacity(
                        SimulatedJob.ENRICH,
                        "combine",
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.of(loss),
                        BusyCause.UNKNOWN,
                        OptionalInt.empty(),
                        Optional.empty())));
    }
}
