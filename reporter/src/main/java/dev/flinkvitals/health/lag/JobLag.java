/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import dev.flinkvitals.health.estimate.Trend;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How far the job's sources are behind.
 *
 * @param sources the sources whose lag in records is known
 * @param silentSources names of the sources that report no lag in records
 * @param heldUpSources names of the sources that are stopped by backpressure, so that their figure is old
 * @param countable false if no source has shown any sign of counting what waits, over a whole window: their connectors
 *     have no such metric
 * @param watermarkLagSeconds age of the oldest watermark of a source; only where no source counts its records
 */
public record JobLag(
        List<SourceLag> sources,
        List<String> silentSources,
        List<String> heldUpSources,
        boolean countable,
        OptionalDouble watermarkLagSeconds) {
    public JobLag {
        sources = List.copyOf(sources);
        silentSources = List.copyOf(silentSources);
        heldUpSources = List.copyOf(heldUpSources);
    }

    /** The source that is furthest behind. */
    Optional<SourceLag> worst() {
        return sources.stream()
                .filter(s -> s.seconds().isPresent())
                .max(Comparator.comparingDouble(s -> s.seconds().getAsDouble()));
    }

    /** Whether any source falls behind; {@link Trend#UNKNOWN} if none can be watched. */
    public Trend trend() {
        if (sources.stream().anyMatch(s -> s.trend() == Trend.RISING)) {
            return Trend.RISING;
        }
        return worst().map(SourceLag::trend).orElse(Trend.UNKNOWN);
    }

    /** The figures to publish. */
    public LagVitals vitals() {
        boolean counted = !sources.isEmpty() && silentSources.isEmpty() && heldUpSources.isEmpty();
        OptionalLong records = counted
                ? OptionalLong.of(sources.stream().mapToLong(SourceLag::records).sum())
                : OptionalLong.empty();
        OptionalDouble seconds = sources.isEmpty()
                ? watermarkLagSeconds
                : worst().map(SourceLag::seconds).orElse(OptionalDouble.empty());
        boolean grown =
                counted && sources.stream().allMatch(s -> s.growthPerSecond().isPresent());
        OptionalDouble growth = grown
                ? OptionalDouble.of(sources.stream()
                        .mapToDouble(s -> s.growthPerSecond().getAsDouble())
                        .sum())
                : OptionalDouble.empty();
        return new LagVitals(records, seconds, growth);
    }
}
