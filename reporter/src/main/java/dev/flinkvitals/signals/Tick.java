/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.time.Duration;
import java.time.Instant;

/**
 * The moment of one cycle of the monitor, read once and passed down.
 *
 * @param at wall time, for stamps and for comparison with times that Flink reports
 * @param elapsed monotonic time since an arbitrary origin, for windows, cool-downs and timeouts
 */
public record Tick(Instant at, Duration elapsed) {}
