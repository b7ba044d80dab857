/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.judgement;

/**
 * A number that a judgement rests on.
 *
 * @param name what it is, in the field's words: {@code checkpoint age}
 * @param value the number
 * @param unit UCUM unit as OpenTelemetry uses it: {@code s}, {@code By}, {@code 1}, {@code {record}}
 */
public record Evidence(String name, double value, String unit) {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if {@code value} is NaN or infinite: absence is an absent evidence
     */
    public Evidence {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("evidence " + name + ": expected a finite number, found " + value);
        }
    }
}
