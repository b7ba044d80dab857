/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.estimate;

/** Where a lag is heading, judged over several windows. */
public enum Trend {
    RISING,
    STEADY,
    DRAINING,
    /** Too few windows yet, or no lag to watch. */
    UNKNOWN
}
