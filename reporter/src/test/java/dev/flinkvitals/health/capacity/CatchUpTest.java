/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flinkvitals.health.estimate.Interval;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CatchUpTest {
    @Test
    void isSetByTheSubtaskThatTakesLongest() {
        List<CatchUp.Share> shares = List.of(share(1000, 100, 200), share(6000, 140, 200));
        Interval seconds = CatchUp.seconds(shares, new Interval(400, 400, 400)).orElseThrow();
        // the second alone: 6000 / (200 - 140) = 100; both together: 7000 / (400 - 240) = 43.75
        assertThat(seconds.mid()).isCloseTo(100, within(1e-9));
    }

    @Test
    void isSetByTheJobWhereItsSourcesCouldReadMore() {
        List<CatchUp.Share> shares = List.of(share(1000, 100, 1000), share(1000, 100, 1000));
        // 2000 / (250 - 200) = 40
        assertThat(CatchUp.seconds(shares, new Interval(250, 250, 250))
                        .orElseThrow()
                        .mid())
                .isCloseTo(40, within(1e-9));
    }

    @Test
    void hasNoUpperBoundWhereTheLagMayGrow() {
        List<CatchUp.Share> shares = List.of(new CatchUp.Share(1000, 100, OptionalDouble.empty()));
        Interval seconds = CatchUp.seconds(shares, new Interval(95, 110, 125)).orElseThrow();
        assertThat(seconds.low()).isCloseTo(40, within(1e-9));
        assertThat(seconds.mid()).isCloseTo(100, within(1e-9));
        assertThat(seconds.high()).isInfinite();
    }

    @Test
    void isOverWhereNothingWaits() {
        List<CatchUp.Share> shares = List.of(share(0, 100, 90));
        assertThat(CatchUp.seconds(shares, new Interval(90, 90, 90))
                        .orElseThrow()
                        .high())
                .isZero();
    }

    private static CatchUp.Share share(double records, double arrival, double capacity) {
        return new CatchUp.Share(records, arrival, OptionalDouble.of(capacity));
    }
}
