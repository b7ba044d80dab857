/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import java.time.Duration;
import java.util.Optional;

/**
 * A resource of a process that is running out.
 *
 * @param resource which
 * @param processId whose
 * @param levelRatio share in use now, 0 to 1
 * @param growthPerSecond bytes per second
 * @param timeToExhaustion at the median slope
 * @param timeToExhaustionLow at the steepest slope that the data allows (upper 90 % bound)
 * @param timeToExhaustionHigh at the flattest slope that the data allows (lower 90 % bound)
 * @param confidence 0 to 1
 * @param actionable whether level, trend and persistence also pass the gates for an action, not only for a warning
 * @param pool for a process's memory, the part of it that grows most; empty for other resources
 */
public record ExhaustionForecast(
        Resource resource,
        String processId,
        double levelRatio,
        double growthPerSecond,
        Duration timeToExhaustion,
        Duration timeToExhaustionLow,
        Duration timeToExhaustionHigh,
        double confidence,
        boolean actionable,
        Optional<MemoryPool> pool) {}
