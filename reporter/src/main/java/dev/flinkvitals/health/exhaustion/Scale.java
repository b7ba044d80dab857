/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.health.estimate.Times;
import java.util.List;

/**
 * How far a forecast looks back and ahead. The same leak is steep on one scale and flat on another; what is fast enough to
 * act on shows on the shortest.
 *
 * @param bucketSeconds length of a bucket of the envelope
 * @param buckets how many it keeps
 * @param horizonSeconds an exhaustion further ahead does not count
 * @param mayAct whether the forecast may call for action, not only warn
 */
record Scale(double bucketSeconds, int buckets, double horizonSeconds, boolean mayAct) {
    /**
     * The three scales: 20 buckets of 2 min ahead of 30 min to act on, 24 of 5 min ahead of 2 h and 24 of 15 min ahead of
     * 4 h to warn; with other settings in the same proportions.
     */
    static List<Scale> of(HealthConfig config) {
        double bucket = Times.seconds(config.forecastBucket());
        double horizon = Times.seconds(config.forecastHorizon());
        return List.of(
                new Scale(bucket, 20, horizon, true),
                new Scale(2.5 * bucket, 24, 4 * horizon, false),
                new Scale(7.5 * bucket, 24, 8 * horizon, false));
    }
}
