/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.Initialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StartTimeTest {
    private static final double GIGABYTE = 1e9;

    @Test
    void beginsWithThePrior() {
        StartTime prior = StartTime.learn(List.of(), 2);

        // 10 s, and 1 GB at 2 * 50 MB/s; half to double
        assertThat(prior.of(0)).isEqualTo(new Interval(5, 10, 20));
        assertThat(prior.of(GIGABYTE).mid()).isCloseTo(20, within(1e-6));
        assertThat(prior.of(GIGABYTE).high()).isCloseTo(40, within(1e-6));
    }

    @Test
    void oneStartWithoutStateSaysLittleOfTheBandwidth() {
        StartTime learnt = StartTime.learn(List.of(restart(2, 0)), 1);

        assertThat(learnt.of(0).mid()).isCloseTo(2, within(0.5));
        // the prior's bandwidth of 50 MB/s still counts: 10 GB take 200 s
        assertThat(learnt.of(10 * GIGABYTE).mid()).isBetween(180.0, 260.0);
    }

    @Test
    void convergesToWhatIsObserved() {
        // truth: 4 s and 200 MB/s, with 10 % noise; the state grows from 1 to 8 GB
        Random random = new Random(1);
        List<Initialization> starts = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            double bytes = i * GIGABYTE;
            double seconds = (4 + bytes / 200e6) * (0.9 + 0.2 * random.nextDouble());
            starts.add(0, restart(seconds, (long) bytes));
        }
        StartTime learnt = StartTime.learn(starts, 1);

        double truth = 4 + 10 * GIGABYTE / 200e6;
        assertThat(learnt.of(10 * GIGABYTE).mid()).isCloseTo(truth, within(0.15 * truth));
        assertThat(learnt.of(10 * GIGABYTE).low()).isLessThan(truth);
        assertThat(learnt.of(10 * GIGABYTE).high()).isGreaterThan(truth);
    }

    @Test
    void followsAChangeWithinThreeStarts() {
        List<Initialization> starts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            starts.add(restart(20, 1_000_000_000));
        }
        for (int i = 0; i < 3; i++) {
            starts.add(0, restart(60, 1_000_000_000));
        }
        // weights 1, 1/2, 1/4 for 60 s and 1/4 in all for 20 s: 60 * 1.75 / 2 + 20 * 0.25 / 2 = 55 s
        assertThat(StartTime.learn(starts, 1).of(GIGABYTE).mid()).isCloseTo(55, within(2.0));
    }

    @Test
    void aFirstStartMayHaveWaitedForTaskManagers() {
        Initialization first = new Initialization(
                Instant.EPOCH,
                Instant.EPOCH,
                Duration.ZERO,
                Duration.ofMinutes(5),
                Duration.ofSeconds(1),
                OptionalLong.empty());

        // 10 s of the wait, and 1 s
        assertThat(StartTime.learn(List.of(first), 1).of(0).mid()).isCloseTo(11, within(0.1));
    }

    @Test
    void neverExpectsLessForAMoreLargeState() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            List<Initialization> starts = new ArrayList<>();
            for (int i = random.nextInt(17); i > 0; i--) {
                starts.add(restart(random.nextDouble() * 1_000, random.nextLong(1L << 40)));
            }
            StartTime learnt = StartTime.learn(starts, 1 + random.nextInt(10));

            assertThat(learnt.of(2 * GIGABYTE).mid())
                    .isGreaterThanOrEqualTo(learnt.of(GIGABYTE).mid());
            assertThat(learnt.of(0).low()).isNotNegative();
        }
    }

    private static Initialization restart(double seconds, long bytes) {
        return new Initialization(
                Instant.EPOCH,
                Instant.EPOCH,
                Duration.ofSeconds(1),
                Duration.ZERO,
                Times.ofSeconds(seconds),
                OptionalLong.of(bytes));
    }
}
