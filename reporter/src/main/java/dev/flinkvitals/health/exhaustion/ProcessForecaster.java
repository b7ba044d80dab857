/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.health.estimate.Envelope;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Forecasts for all resources of one process, and what of its memory grows. Not thread-safe. */
final class ProcessForecaster {
    private static final double MILLIS_PER_SECOND = 1000;
    /** A pool that makes up this share of the growth explains it. */
    private static final double EXPLAINS = 0.6;

    private static final List<Resource> POOLS = List.of(Resource.HEAP, Resource.METASPACE, Resource.DIRECT_MEMORY);

    private final HealthConfig config;
    private final Map<Resource, ResourceForecaster> forecasters = new EnumMap<>(Resource.class);
    private Envelope cache;
    private long lastSampleMillis = Long.MIN_VALUE;

    ProcessForecaster(HealthConfig config) {
        this.config = config;
        this.cache = emptyCache();
    }

    private Envelope emptyCache() {
        Scale scale = Scale.of(config).get(0);
        return new Envelope(scale.bucketSeconds(), scale.buckets(), 1, scale.horizonSeconds());
    }

    /**
     * Takes the levels of one cycle.
     *
     * @param process the process
     * @param forecasts takes the forecasts that stand
     */
    void update(ProcessLevels process, List<ExhaustionForecast> forecasts) {
        if (process.sampleMillis() < lastSampleMillis) {
            cache = emptyCache();
        }
        if (process.sampleMillis() != lastSampleMillis) {
            process.cacheBytes()
                    .ifPresent(bytes -> cache.add(process.sampleMillis() / MILLIS_PER_SECOND, bytes, bytes));
        }
        lastSampleMillis = process.sampleMillis();
        for (ResourceLevel level : process.levels()) {
            forecasters
                    .computeIfAbsent(level.resource(), resource -> new ResourceForecaster(config, resource))
                    .add(level);
        }
        for (ResourceLevel level : process.levels()) {
            ResourceForecaster forecaster = forecasters.get(level.resource());
            if (forecaster != null) {
                Optional<ExhaustionForecast> forecast = forecaster.forecast(level);
                if (level.resource() == Resource.PROCESS_MEMORY) {
                    forecast = forecast.flatMap(f -> withPool(f, level, process));
                }
                forecast.ifPresent(forecasts::add);
            }
        }
    }

    /**
     * Names the part that grows. If it has a limit of its own which it reaches before the process reaches its limit, then the
     * process does not run out: a block cache fills and stays full, and for a heap its own forecast speaks.
     */
    private Optional<ExhaustionForecast> withPool(
            ExhaustionForecast forecast, ResourceLevel level, ProcessLevels process) {
        MemoryPool grows = MemoryPool.NATIVE_MEMORY;
        double room = Double.POSITIVE_INFINITY;
        double most = 0;
        double rest = forecast.growthPerSecond();
        for (Resource resource : POOLS) {
            Optional<ResourceLevel> pool = process.level(resource);
            ResourceForecaster forecaster = forecasters.get(resource);
            double slope = pool.isEmpty() || forecaster == null
                    ? 0
                    : Math.max(0, forecaster.slope().orElse(0));
            rest -= slope;
            if (slope > most) {
                most = slope;
                grows = MemoryPool.valueOf(resource.name());
                room = pool.map(ResourceLevel::roomBytes).orElse(room);
            }
        }
        double cacheSlope =
                process.cacheBytes().isPresent() ? Math.max(0, cache.slope().orElse(0)) : 0;
        rest -= cacheSlope;
        if (cacheSlope > most) {
            most = cacheSlope;
            grows = MemoryPool.MANAGED_MEMORY;
            room = process.cacheRoomBytes().orElse(room);
        }
        if (rest > most) {
            return Optional.of(named(forecast, MemoryPool.NATIVE_MEMORY));
        }
        boolean explained = most >= EXPLAINS * forecast.growthPerSecond();
        return explained && room < level.roomBytes() ? Optional.empty() : Optional.of(named(forecast, grows));
    }

    private static ExhaustionForecast named(ExhaustionForecast forecast, MemoryPool pool) {
        return new ExhaustionForecast(
                forecast.resource(),
                forecast.processId(),
                forecast.levelRatio(),
                forecast.growthPerSecond(),
                forecast.timeToExhaustion(),
                forecast.timeToExhaustionLow(),
                forecast.timeToExhaustionHigh(),
                forecast.confidence(),
                forecast.actionable(),
                Optional.of(pool));
    }
}
