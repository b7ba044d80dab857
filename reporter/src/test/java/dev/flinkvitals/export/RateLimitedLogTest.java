/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export;

import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class RateLimitedLogTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Logger logger = mock(Logger.class);
    private final RateLimitedLog log = new RateLimitedLog(logger, Duration.ofNanos(100), nanos::get);

    @Test
    void logsTheFirstWarningAtOnceWithItsRootCause() {
        log.warn("down", new IllegalArgumentException("outer", new IllegalStateException("refused")));

        verify(logger).warn("down: java.lang.IllegalStateException: refused");
    }

    @Test
    void leavesOutTheNextUntilThePauseIsOverAndTellsHowMany() {
        log.warn("down", null);
        nanos.addAndGet(99);
        log.warn("down", null);
        log.warn("down", null);
        verify(logger, times(1)).warn(anyString());

        // The clock has passed the largest long: the difference counts, not the value.
        nanos.addAndGet(1);
        log.warn("down", null);
        verify(logger).warn("down (2 further warnings left out)");
    }
}
