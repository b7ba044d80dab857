/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.apache.flink.metrics.Gauge;
import org.junit.jupiter.api.Test;

class TaskTimesTest {
    private static final long NOW = 10_000;

    private final TaskTimes times = new TaskTimes();

    /** Has the members of Flink's {@code org.apache.flink.runtime.metrics.TimerGauge} that are read. */
    public static final class FakeTimerGauge implements Gauge<Long> {
        private final long accumulated;

        @SuppressWarnings({"unused", "FieldCanBeLocal"})
        private final long currentMeasurementStartTS;

        @SuppressWarnings({"unused", "FieldCanBeLocal"})
        private final long currentUpdateTS;

        FakeTimerGauge(long accumulated, long startedAt, long bookedAt) {
            this.accumulated = accumulated;
            this.currentMeasurementStartTS = startedAt;
            this.currentUpdateTS = bookedAt;
        }

        public long getAccumulatedCount() {
            return accumulated;
        }

        @Override
        public Long getValue() {
            return 0L;
        }
    }

    @Test
    void countsTheStretchOfBackpressureThatIsUnderWay() {
        add("softBackPressuredTimeMsPerSecond", 100, 0);
        add("hardBackPressuredTimeMsPerSecond", 200, NOW - 4000);

        // 100 + 200 + 4000
        assertThat(times.backPressured(OptionalLong.of(300))).hasValue(4300);
        // Flink takes the 4000 for busy.
        assertThat(times.busy(OptionalLong.of(5000))).hasValue(1000);
    }

    @Test
    void countsTheStretchOfIdlenessThatIsUnderWay() {
        add("idleTimeMsPerSecond", 700, NOW - 50);

        assertThat(times.idle(OptionalLong.of(700))).hasValue(750);
        assertThat(times.busy(OptionalLong.of(5000))).hasValue(4950);
    }

    @Test
    void changesNothingWhileNoStretchIsUnderWay() {
        add("softBackPressuredTimeMsPerSecond", 100, 0);
        add("hardBackPressuredTimeMsPerSecond", 200, 0);
        add("idleTimeMsPerSecond", 700, 0);

        assertThat(times.backPressured(OptionalLong.of(300))).hasValue(300);
        assertThat(times.idle(OptionalLong.of(700))).hasValue(700);
        assertThat(times.busy(OptionalLong.of(5000))).hasValue(5000);
    }

    @Test
    void leavesFlinksNumbersAloneWithoutTimers() {
        assertThat(times.backPressured(OptionalLong.of(300))).hasValue(300);
        assertThat(times.idle(OptionalLong.empty())).isEmpty();
        assertThat(times.busy(OptionalLong.empty())).isEmpty();
    }

    @Test
    void takesAnotherKindOfGaugeForNoTimer() {
        Gauge<Long> gauge = () -> 5L;

        assertThat(TaskTimer.read(gauge, NOW)).isEmpty();
    }

    @Test
    void countsNothingTwiceOfALongStretchThatFlinkBookedInPart() {
        // 12 s under way, of which Flink has booked 10 s
        times.add(
                "idleTimeMsPerSecond",
                TaskTimer.read(new FakeTimerGauge(10_000, NOW - 12_000, NOW - 2_000), NOW)
                        .orElseThrow());

        assertThat(times.idle(OptionalLong.of(10_000))).hasValue(12_000);
    }

    private void add(String name, long accumulated, long startedAt) {
        times.add(
                name,
                TaskTimer.read(new FakeTimerGauge(accumulated, startedAt, startedAt), NOW)
                        .orElseThrow());
    }
}
