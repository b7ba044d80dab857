/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ScalingAdviceTest {
    private static final OptionalInt NO_PARTITIONS = OptionalInt.empty();

    @Test
    void asksForThatManySubtasksThatEachIsUtilisedBySeventyPercent() {
        // 4 subtasks at 140 % are 5.6 subtasks of work: 5.6 / 0.7 = 8
        assertThat(advice(4, 128, false, NO_PARTITIONS, 1.4, 0, BusyCause.CPU).parallelism())
                .hasValue(8);
    }

    @Test
    void givesAKeyedVertexAParallelismThatItsKeyGroupsAllow() {
        // 5.6 subtasks of work over 128 groups: at most 0.7 * 128 / 5.6 = 16 groups each, so 128 / 16 = 8
        assertThat(advice(4, 128, true, NO_PARTITIONS, 1.4, 0, BusyCause.CPU).parallelism())
                .hasValue(8);
        // 9 subtasks of work: 0.7 * 128 / 9 = 9.96 groups each, at most 9, so 128 / 9 = 15, where 9 / 0.7 = 13 would
        // not do
        assertThat(advice(8, 128, true, NO_PARTITIONS, 1.125, 0, BusyCause.CPU).parallelism())
                .hasValue(15);
    }

    @Test
    void saysThatThePartitionsAreTheLimit() {
        assertThat(advice(8, 128, false, OptionalInt.of(8), 1.2, 0, BusyCause.CPU))
                .satisfies(advice -> {
                    assertThat(advice.parallelism()).isEmpty();
                    assertThat(advice.limit())
                            .contains("it reads 8 partitions with 8 subtasks: more would have nothing to read");
                });
        assertThat(advice(4, 128, false, OptionalInt.of(6), 1.4, 0, BusyCause.CPU)
                        .limit())
                .contains("it would need 8 subtasks, but reads only 6 partitions");
    }

    @Test
    void saysThatTheMaximumParallelismIsTheLimit() {
        assertThat(advice(4, 6, false, NO_PARTITIONS, 1.4, 0, BusyCause.CPU).limit())
                .contains("it would need more subtasks than its maximum parallelism of 6");
        assertThat(advice(4, 4, true, NO_PARTITIONS, 1.4, 0, BusyCause.CPU).limit())
                .contains("it would need more subtasks than its maximum parallelism of 4");
    }

    @Test
    void saysThatAnUnevenSplitIsTheLimitOnlyWhileItHurts() {
        assertThat(advice(4, 128, true, NO_PARTITIONS, 1.4, 0.6, BusyCause.CPU).limit())
                .hasValueSatisfying(limit -> assertThat(limit).startsWith("one subtask carries the load, 60 %"));
        assertThat(advice(4, 128, true, NO_PARTITIONS, 0.4, 0.6, BusyCause.CPU).limit())
                .isEmpty();
    }

    @Test
    void warnsThatAnExternalSystemHasToTakeMore() {
        ScalingAdvice advice = advice(4, 128, false, NO_PARTITIONS, 1.4, 0, BusyCause.EXTERNAL_WAIT);
        assertThat(advice.parallelism()).hasValue(8);
        assertThat(advice.limit()).hasValueSatisfying(limit -> assertThat(limit).contains("external system"));
    }

    @Test
    void dealsKeyGroupsOutAsFlinkDoes() {
        int groups = 0;
        int most = 0;
        for (int subtask = 0; subtask < 100; subtask++) {
            groups += KeyGroups.of(128, 100, subtask);
            most = Math.max(most, KeyGroups.of(128, 100, subtask));
        }
        assertThat(groups).isEqualTo(128);
        assertThat(most).isEqualTo(KeyGroups.most(128, 100)).isEqualTo(2);
        // mean 1.28 of 2
        assertThat(KeyGroups.loss(128, 100)).isCloseTo(0.36, within(1e-9));
        assertThat(KeyGroups.loss(128, 64)).isZero();
    }

    private static ScalingAdvice advice(
            int parallelism,
            int maxParallelism,
            boolean keyed,
            OptionalInt partitions,
            double utilisation,
            double skewLoss,
            BusyCause cause) {
        return ScalingAdvice.of(new ScalingAdvice.Vertex(
                parallelism,
                maxParallelism,
                keyed,
                partitions,
                OptionalDouble.of(utilisation),
                skewLoss,
                cause,
                false));
    }
}
