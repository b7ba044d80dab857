/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.score;

/** The colour of a score; {@link #UNKNOWN} when the confidence is too low to give one. */
public enum Band {
    GREEN,
    YELLOW,
    RED,
    UNKNOWN
}
