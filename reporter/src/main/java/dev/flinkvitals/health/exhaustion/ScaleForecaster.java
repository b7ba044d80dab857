/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import dev.flinkvitals.health.estimate.Envelope;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts on one scale when one resource of one process is used up. It is raised after two buckets in a row that pass the
 * gates, and withdrawn when the trend is gone, the time left exceeds one and a half horizons, or nothing was measured for
 * nine buckets. Not thread-safe.
 */
final class ScaleForecaster {
    private static final double CLEAR_HORIZONS = 1.5;
    private static final int PASSES = 2;
    private static final double STALE_BUCKETS = 9;

    private final Scale scale;
    private final Resource.Gates gates;
    private final Envelope envelope;
    private double sampledAt;
    private int passes;
    private int actPasses;
    private boolean raised;
    private Envelope.@Nullable Growth growth;

    /**
     * A forecaster that knows nothing.
     *
     * @param scale buckets and horizon
     * @param gates levels to pass
     * @param peakSeconds shortest time for which a peak is remembered
     */
    ScaleForecaster(Scale scale, Resource.Gates gates, double peakSeconds) {
        this.scale = scale;
        this.gates = gates;
        this.envelope = new Envelope(scale.bucketSeconds(), scale.buckets(), gates.resetFall(), peakSeconds);
    }

    /**
     * Takes a sample.
     *
     * @param seconds when, on the process's clock
     * @param used bytes in use
     * @param capacity bytes that may be used
     */
    void add(double seconds, double used, double capacity) {
        sampledAt = seconds;
        if (envelope.add(seconds, used, capacity)) {
            judgeBucket(capacity);
        }
    }

    /** Withdraws a forecast whose resource has not been measured for too long. */
    void expire(double seconds) {
        if (raised && seconds - sampledAt > STALE_BUCKETS * scale.bucketSeconds()) {
            raised = false;
            passes = 0;
            actPasses = 0;
        }
    }

    private void judgeBucket(double capacity) {
        // Most resources never come near the gate, and the statistics cost more than everything else here.
        boolean worthALook = raised || share(capacity) >= gates.warn();
        growth = worthALook ? envelope.growth().orElse(null) : null;
        if (growth == null) {
            passes = 0;
            actPasses = 0;
            raised = false;
            return;
        }
        double left = secondsLeft(capacity, growth.presentSlope());
        actPasses = passesGates(gates.act(), left, capacity, growth) ? actPasses + 1 : 0;
        if (raised) {
            raised = growth.presentSlope() > 0 && left <= CLEAR_HORIZONS * scale.horizonSeconds();
            return;
        }
        passes = passesGates(gates.warn(), left, capacity, growth) ? passes + 1 : 0;
        raised = passes >= PASSES;
    }

    private boolean passesGates(double level, double left, double capacity, Envelope.Growth growing) {
        return left < scale.horizonSeconds()
                && share(capacity) >= level
                && !growing.decelerating()
                && envelope.isAbovePeaks(growing.test().slope());
    }

    /** The growth behind the forecast; null while none is raised. */
    Envelope.@Nullable Growth raisedGrowth() {
        return raised ? growth : null;
    }

    /** Whether the forecast may be acted on now: two buckets in a row passed the stricter gates, and they still hold. */
    boolean isActionable(double capacity, Envelope.Growth growing) {
        return scale.mayAct()
                && actPasses >= PASSES
                && passesGates(gates.act(), secondsLeft(capacity, growing.presentSlope()), capacity, growing);
    }

    /** Seconds until the capacity is reached at a slope above 0. */
    double secondsLeft(double capacity, double slope) {
        return Math.max(0, capacity - envelope.level().orElse(0)) / slope;
    }

    boolean peaksKnown() {
        return envelope.hasPeaks();
    }

    /** Median slope on this scale, trend or not, in bytes per second. */
    OptionalDouble slope() {
        return envelope.slope();
    }

    private double share(double capacity) {
        return envelope.level().orElse(0) / capacity;
    }
}
