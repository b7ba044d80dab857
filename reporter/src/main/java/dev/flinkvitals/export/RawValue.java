/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** What one read of a Flink metric gave. Doubles are always finite. */
public sealed interface RawValue {
    /**
     * Handles each case.
     *
     * @param onLevel for a gauge with a fraction
     * @param onWhole for a gauge that counts whole things
     * @param onCount for a counter
     * @param onRate for a meter
     * @param onDistribution for a histogram
     * @param <R> type of the result
     * @return what the matching function returns
     */
    <R> R fold(
            Function<Level, R> onLevel,
            Function<Whole, R> onWhole,
            Function<Count, R> onCount,
            Function<Rate, R> onRate,
            Function<Distribution, R> onDistribution);

    /** The value as a whole number: a gauge's (rounded towards zero), a counter's, or a meter's count; empty for a histogram. */
    default OptionalLong asLong() {
        return fold(
                level -> OptionalLong.of((long) level.value()),
                whole -> OptionalLong.of(whole.value()),
                count -> OptionalLong.of(count.value()),
                rate -> OptionalLong.of(rate.count()),
                distribution -> OptionalLong.empty());
    }

    /** The value with its fraction, like {@link #asLong()}. */
    default OptionalDouble asDouble() {
        return fold(
                level -> OptionalDouble.of(level.value()),
                whole -> OptionalDouble.of((double) whole.value()),
                count -> OptionalDouble.of((double) count.value()),
                rate -> OptionalDouble.of((double) rate.count()),
                distribution -> OptionalDouble.empty());
    }

    /**
     * A gauge with a fraction.
     *
     * @param value finite
     */
    record Level(double value) implements RawValue {
        @Override
        public <R> R fold(
                Function<Level, R> onLevel,
                Function<Whole, R> onWhole,
                Function<Count, R> onCount,
                Function<Rate, R> onRate,
                Function<Distribution, R> onDistribution) {
            return onLevel.apply(this);
        }
    }

    /**
     * A gauge of whole numbers.
     *
     * @param value the value
     */
    record Whole(long value) implements RawValue {
        @Override
        public <R> R fold(
                Function<Level, R> onLevel,
                Function<Whole, R> onWhole,
                Function<Count, R> onCount,
                Function<Rate, R> onRate,
                Function<Distribution, R> onDistribution) {
            return onWhole.apply(this);
        }
    }

    /**
     * A counter.
     *
     * @param value events since the registration
     * @param fell whether the counter ever went down: then it is no monotonic sum
     */
    record Count(long value, boolean fell) implements RawValue {
        @Override
        public <R> R fold(
                Function<Level, R> onLevel,
                Function<Whole, R> onWhole,
                Function<Count, R> onCount,
                Function<Rate, R> onRate,
                Function<Distribution, R> onDistribution) {
            return onCount.apply(this);
        }
    }

    /**
     * A meter.
     *
     * @param count events since the registration
     * @param perSecond Flink's own rate, events per second
     * @param fell whether the count ever went down
     */
    record Rate(long count, double perSecond, boolean fell) implements RawValue {
        @Override
        public <R> R fold(
                Function<Level, R> onLevel,
                Function<Whole, R> onWhole,
                Function<Count, R> onCount,
                Function<Rate, R> onRate,
                Function<Distribution, R> onDistribution) {
            return onRate.apply(this);
        }
    }

    /**
     * A histogram; Flink keeps quantiles over a sliding sample, no buckets.
     *
     * @param count values since the registration
     * @param mean mean of the sample
     * @param quantiles value at each quantile (0 to 1) of the sample
     */
    record Distribution(long count, double mean, Map<Double, Double> quantiles) implements RawValue {
        /** Copies the map. */
        public Distribution {
            quantiles = Map.copyOf(quantiles);
        }

        @Override
        public <R> R fold(
                Function<Level, R> onLevel,
                Function<Whole, R> onWhole,
                Function<Count, R> onCount,
                Function<Rate, R> onRate,
                Function<Distribution, R> onDistribution) {
            return onDistribution.apply(this);
        }
    }
}
