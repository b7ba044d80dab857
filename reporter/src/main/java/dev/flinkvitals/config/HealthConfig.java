/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.time.Duration;

/**
 * How signals are judged.
 *
 * @param window length of the non-overlapping windows over which rates are taken
 * @param forecastBucket length of a forecast's bucket; the forecast needs nine of them
 * @param forecastHorizon how far ahead an exhaustion has to be expected to count
 * @param lagTarget how far behind a source may be before it costs points
 * @param recoveryObjective how long a job may take after a failure until it has caught up again
 */
public record HealthConfig(
        Duration window,
        Duration forecastBucket,
        Duration forecastHorizon,
        Duration lagTarget,
        Duration recoveryObjective) {}
