/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export;

/**
 * A series and what it showed.
 *
 * @param series which one
 * @param value its value at the time of the read
 */
public record RawSample(RawSeries series, RawValue value) {}
