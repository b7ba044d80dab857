/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CpuShareTest {
    private long cpuMillis;
    private int processors = 4;
    private final CpuShare share = new CpuShare(() -> TimeUnit.MILLISECONDS.toNanos(cpuMillis), () -> processors);

    @Test
    void isTheGainOverWallTimeAndProcessors() {
        assertThat(share.next(1_000)).isEmpty();
        // 6 s of CPU in 2 s on 4 processors: 6 / (2 * 4)
        cpuMillis = 6_000;
        assertThat(share.next(3_000)).hasValue(0.75);
        assertThat(share.next(4_000)).hasValue(0);
    }

    @Test
    void neverExceedsOneWhenTheQuotaShrinks() {
        share.next(0);
        cpuMillis = 8_000;
        processors = 1;
        assertThat(share.next(2_000)).hasValue(1);
    }

    @Test
    void isUnknownWhereTheClockStandsOrTheJvmDoesNotTell() {
        share.next(5);
        assertThat(share.next(5)).isEmpty();
        cpuMillis = -1;
        assertThat(share.next(10)).isEmpty();
        cpuMillis = 7;
        assertThat(share.next(15)).isEmpty();
    }
}
