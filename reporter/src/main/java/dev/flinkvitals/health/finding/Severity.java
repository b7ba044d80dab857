/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.finding;

/** How urgent a finding is. */
public enum Severity {
    /** Good to know: nothing is harmed yet. */
    INFO,
    /** Somebody should look at it in working hours. */
    WARNING,
    /** Data, availability or recovery is at stake: somebody should look at it now. */
    CRITICAL
}
