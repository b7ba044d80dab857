/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.time.Duration;

/**
 * How often signals are read.
 *
 * @param interval time between two cycles of the sampler and the monitor
 */
public record SamplingConfig(Duration interval) {}
