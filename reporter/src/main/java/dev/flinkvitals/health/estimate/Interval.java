/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.estimate;

/**
 * An estimate with its bounds.
 *
 * @param low lower bound
 * @param mid best estimate
 * @param high upper bound; infinite if there is none
 */
public record Interval(double low, double mid, double high) {
    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if not low &lt;= mid &lt;= high
     */
    public Interval {
        if (!(low <= mid && mid <= high)) {
            throw new IllegalArgumentException(
                    "interval: expected low <= mid <= high, found " + low + ", " + mid + ", " + high);
        }
    }
}
