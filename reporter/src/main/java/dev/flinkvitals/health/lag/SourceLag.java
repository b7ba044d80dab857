/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import dev.flinkvitals.health.estimate.Trend;
import dev.flinkvitals.signals.VertexId;
import java.util.OptionalDouble;

/**
 * How far one source vertex is behind.
 *
 * @param vertex the source
 * @param name its name
 * @param records records waiting
 * @param consumedPerSecond records that it reads per second; empty before its first window
 * @param growthPerSecond records per second by which the lag grew over the last window
 * @param seconds records over the arrival rate; empty while that is not known
 * @param trend where it is heading
 */
public record SourceLag(
        VertexId vertex,
        String name,
        long records,
        OptionalDouble consumedPerSecond,
        OptionalDouble growthPerSecond,
        OptionalDouble seconds,
        Trend trend) {
    /** Records per second that arrive: what is read plus what piles up; empty if either is not known. */
    public OptionalDouble arrivalPerSecond() {
        if (consumedPerSecond.isEmpty() || growthPerSecond.isEmpty()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Math.max(0, consumedPerSecond.getAsDouble() + growthPerSecond.getAsDouble()));
    }
}
