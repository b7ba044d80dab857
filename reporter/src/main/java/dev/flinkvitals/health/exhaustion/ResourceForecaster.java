/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.health.estimate.Envelope;
import dev.flinkvitals.health.estimate.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts when one resource of one process is used up, if it keeps growing as it does, on {@linkplain Scale three scales}.
 * Not thread-safe.
 */
final class ResourceForecaster {
    private static final double MILLIS_PER_SECOND = 1000;
    /** A peak is remembered for a day at the default horizon of 30 min. */
    private static final double PEAK_HORIZONS = 48;

    private final HealthConfig config;
    private final Resource resource;
    private List<ScaleForecaster> scales;
    private long lastSampleMillis = Long.MIN_VALUE;
    private double lastUsed = Double.NaN;

    ResourceForecaster(HealthConfig config, Resource resource) {
        this.config = config;
        this.resource = resource;
        this.scales = fresh();
    }

    private List<ScaleForecaster> fresh() {
        double peakSeconds = PEAK_HORIZONS * Times.seconds(config.forecastHorizon());
        List<ScaleForecaster> forecasters = new ArrayList<>();
        for (Scale scale : Scale.of(config)) {
            forecasters.add(new ScaleForecaster(scale, resource.gates(), peakSeconds));
        }
        return forecasters;
    }

    /**
     * Takes the level of one cycle; one with the time of the last is no news. A clock that went back is another process.
     *
     * @param level the level
     */
    void add(ResourceLevel level) {
        if (level.sampleMillis() == lastSampleMillis) {
            return;
        }
        if (level.sampleMillis() < lastSampleMillis) {
            scales = fresh();
            lastUsed = Double.NaN;
        }
        lastSampleMillis = level.sampleMillis();
        double seconds = level.sampleMillis() / MILLIS_PER_SECOND;
        boolean news = isNews(level.usedBytes());
        for (ScaleForecaster scale : scales) {
            if (news) {
                scale.add(seconds, level.usedBytes(), level.limitBytes());
            } else {
                scale.expire(seconds);
            }
        }
    }

    /** The heap after a collection is told again and again until the next one; only a change is a new measurement. */
    private boolean isNews(double used) {
        boolean news = resource != Resource.HEAP || used != lastUsed;
        lastUsed = used;
        return news;
    }

    /**
     * The forecast, while one stands: that of the scale to act on, else the soonest of those that warn.
     *
     * @param level the level now
     * @return the forecast
     */
    Optional<ExhaustionForecast> forecast(ResourceLevel level) {
        ExhaustionForecast soonest = null;
        for (ScaleForecaster scale : scales) {
            ExhaustionForecast forecast = forecast(level, scale);
            if (forecast != null && forecast.actionable()) {
                return Optional.of(forecast);
            }
            if (forecast != null
                    && (soonest == null || forecast.timeToExhaustion().compareTo(soonest.timeToExhaustion()) < 0)) {
                soonest = forecast;
            }
        }
        return Optional.ofNullable(soonest);
    }

    private static @Nullable ExhaustionForecast forecast(ResourceLevel level, ScaleForecaster scale) {
        Envelope.Growth growth = scale.raisedGrowth();
        if (growth == null) {
            return null;
        }
        double limit = level.limitBytes();
        double slope = growth.presentSlope();
        return new ExhaustionForecast(
                level.resource(),
                level.processId(),
                Math.min(1, level.ratio()),
                slope,
                Times.ofSeconds(scale.secondsLeft(limit, slope)),
                Times.ofSeconds(scale.secondsLeft(limit, growth.test().slopeHigh())),
                Times.ofSeconds(
                        scale.secondsLeft(limit, Math.min(slope, growth.test().slopeLow()))),
                growth.confidence(scale.peaksKnown()),
                scale.isActionable(limit, growth),
                Optional.empty());
    }

    /** Median slope on the shortest scale that has enough samples, in bytes per second; empty if none has. */
    OptionalDouble slope() {
        for (ScaleForecaster scale : scales) {
            OptionalDouble slope = scale.slope();
            if (slope.isPresent()) {
                return slope;
            }
        }
        return OptionalDouble.empty();
    }
}
