/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.health.estimate.Times;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts when one resource of one process is used up, if it keeps growing as it does. A warning needs a level of 55 %
 * and two consecutive buckets that pass; an action needs 70 %. It is withdrawn when the trend is gone or the time left
 * exceeds one and a half horizons. Not thread-safe.
 */
public final class ResourceForecaster {
    private static final double WARN_LEVEL = 0.55;
    private static final double ACT_LEVEL = 0.70;
    private static final double CLEAR_HORIZONS = 1.5;
    private static final int PASSES = 2;
    private static final double RESET_FALL = 0.10;
    /** Compactions take a larger bite out of local state, and what it holds grows right back. */
    private static final double RESET_FALL_STATE = 0.20;

    private static final double MILLIS_PER_SECOND = 1000;

    private final HealthConfig config;
    private final double horizonSeconds;
    private Envelope envelope;
    private long lastSampleMillis = Long.MIN_VALUE;
    private int passes;
    private boolean raised;
    private Envelope.@Nullable Growth growth;

    ResourceForecaster(HealthConfig config, Resource resource) {
        this.config = config;
        this.horizonSeconds = Times.seconds(config.forecastHorizon());
        this.envelope = emptyEnvelope(resource);
    }

    private Envelope emptyEnvelope(Resource resource) {
        return new Envelope(
                Times.seconds(config.forecastBucket()),
                resource == Resource.LOCAL_STATE ? RESET_FALL_STATE : RESET_FALL);
    }

    /**
     * Takes the level of one cycle; one with the time of the last is no news.
     *
     * @param level the level
     * @return the forecast, while it stands
     */
    Optional<ExhaustionForecast> update(ResourceLevel level) {
        if (level.sampleMillis() < lastSampleMillis) {
            envelope = emptyEnvelope(level.resource());
            raised = false;
            passes = 0;
            growth = null;
        }
        if (level.sampleMillis() != lastSampleMillis) {
            lastSampleMillis = level.sampleMillis();
            boolean closed =
                    envelope.add(level.sampleMillis() / MILLIS_PER_SECOND, level.usedBytes(), level.limitBytes());
            if (closed) {
                growth = envelope.growth().orElse(null);
                judgeBucket(level.limitBytes());
            }
        }
        return raised && growth != null ? Optional.of(forecast(level, growth)) : Optional.empty();
    }

    private void judgeBucket(double capacity) {
        if (growth == null) {
            passes = 0;
            raised = false;
            return;
        }
        double left = secondsLeft(capacity, growth.test().slope());
        if (raised) {
            raised = left <= CLEAR_HORIZONS * horizonSeconds;
            return;
        }
        boolean pass = left < horizonSeconds
                && share(capacity) >= WARN_LEVEL
                && !growth.decelerating()
                && envelope.isAbovePeaks();
        passes = pass ? passes + 1 : 0;
        raised = passes >= PASSES;
    }

    private ExhaustionForecast forecast(ResourceLevel level, Envelope.Growth growing) {
        double capacity = level.limitBytes();
        double left = secondsLeft(capacity, growing.test().slope());
        boolean actionable = share(capacity) >= ACT_LEVEL
                && left < horizonSeconds
                && !growing.decelerating()
                && envelope.isAbovePeaks();
        return new ExhaustionForecast(
                level.resource(),
                level.processId(),
                Math.min(1, level.ratio()),
                growing.test().slope(),
                Times.ofSeconds(left),
                Times.ofSeconds(secondsLeft(capacity, growing.test().slopeHigh())),
                growing.confidence(envelope.hasPeaks()),
                actionable);
    }

    private double secondsLeft(double capacity, double slope) {
        OptionalDouble level = envelope.level();
        return Math.max(0, capacity - level.orElse(0)) / slope;
    }

    private double share(double capacity) {
        return envelope.level().orElse(0) / capacity;
    }
}
