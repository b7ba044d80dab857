/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.signals.PartitionReading;
import dev.flinkvitals.signals.SubtaskId;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** One partition, windows of 10 s, target 30 s. */
class PartitionHistoryTest {
    private static final OptionalLong UNKNOWN = OptionalLong.empty();

    private final PartitionHistory history = new PartitionHistory();
    private int second;
    private Optional<Duration> untilExpiry = Optional.empty();

    @Test
    void isCaughtUpWhereTheLagWasZeroOnce() {
        window(100, 0);
        window(200, 500);
        assertThat(window(300, 500).state()).isEqualTo(PartitionLag.State.CAUGHT_UP);
    }

    @Test
    void fallsBehindWhileItIsReadAndItsLagGrows() {
        for (int i = 1; i <= 4; i++) {
            window(100L * i, 4000 + 1000L * i);
        }
        PartitionLag lag = window(500, 9000);
        assertThat(lag.state()).isEqualTo(PartitionLag.State.FALLING_BEHIND);
        assertThat(lag.consumedPerSecond()).hasValue(10);
        // 10 read + 100 piled up
        assertThat(lag.arrivalPerSecond()).hasValue(110);
        assertThat(lag.seconds()).hasValue(9000.0 / 110);
    }

    @Test
    void drainsInTheTimeThatItsFallTakes() {
        for (int i = 0; i < 4; i++) {
            window(2000L * i, 20_000 - 1000L * i);
        }
        PartitionLag lag = window(8000, 16_000);
        assertThat(lag.state()).isEqualTo(PartitionLag.State.DRAINING);
        // 16000 records at 100 a second
        assertThat(lag.drain()).contains(Duration.ofSeconds(160));
    }

    @Test
    void isStalledAfterThreeWindowsWithoutARecordWhileRecordsWait() {
        window(100, 50);
        window(200, 50);
        window(200, 60);
        window(200, 70);
        assertThat(window(200, 80).state()).isEqualTo(PartitionLag.State.STALLED);
    }

    @Test
    void isNotStalledWhereNothingWaits() {
        for (int i = 0; i < 6; i++) {
            window(200, 0);
        }
        assertThat(window(200, 0).state()).isEqualTo(PartitionLag.State.CAUGHT_UP);
    }

    @Test
    void isHeldToBeStalledIfTheReadersLagGrowsByWhatUsuallyArrivesHere() {
        for (int i = 1; i <= 5; i++) {
            among(100L * i, 20);
        }
        // usually 10 a second: 300 are missed in three windows of 10 s
        among(500, 120);
        among(500, 220);
        assertThat(among(500, 320).state()).isEqualTo(PartitionLag.State.STALLED);
    }

    @Test
    void merelyHasNoInputIfTheReadersLagDoesNotGrow() {
        for (int i = 1; i <= 5; i++) {
            among(100L * i, 20);
        }
        among(500, 30);
        among(500, 10);
        assertThat(among(500, 25).state()).isEqualTo(PartitionLag.State.UNKNOWN);
    }

    @Test
    void losesNothingWhatItHasRead() {
        untilExpiry = Optional.of(Duration.ofMinutes(5));
        window(100, 0);
        assertThat(window(200, 0).untilDataExpires()).isEmpty();
    }

    private PartitionLag window(long offset, long lag) {
        return update(offset, OptionalLong.of(lag), OptionalDouble.of((double) lag));
    }

    /** One of several partitions of a reader, of which only the sum is known. */
    private PartitionLag among(long offset, double readersLag) {
        return update(offset, UNKNOWN, OptionalDouble.of(readersLag));
    }

    private PartitionLag update(long offset, OptionalLong lag, OptionalDouble readersLag) {
        second += 10;
        return history.windowEnded(
                new PartitionReading(
                        new SubtaskId(SimulatedJob.SOURCE, 0), "orders", 3, OptionalLong.of(offset), UNKNOWN, lag),
                new PartitionHistory.Reader(readersLag, true, false, untilExpiry),
                Duration.ofSeconds(second),
                30);
    }
}
