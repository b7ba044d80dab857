/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How far the sources are behind.
 *
 * @param records records waiting over all sources; empty if a source does not report it
 * @param seconds records divided by the arrival rate, or the watermark lag where there are no records to count
 * @param growthPerSecond records per second by which the lag grew over the last window; negative while it drains
 */
public record LagVitals(OptionalLong records, OptionalDouble seconds, OptionalDouble growthPerSecond) {
    /** Nothing is known. */
    public static final LagVitals UNKNOWN =
            new LagVitals(OptionalLong.empty(), OptionalDouble.empty(), OptionalDouble.empty());
}
