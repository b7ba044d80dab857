/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.scenarios;

import java.util.Set;

/** Findings that are right about the consequences of a fault, and do not name it. */
final class Symptoms {
    /** A job that cannot keep up falls behind, and its barriers wait with its records. */
    static final Set<String> OF_BACKPRESSURE = Set.of(
            "lag_grows",
            "capacity_exceeded",
            "checkpoints_slow",
            "checkpoint_stuck",
            "checkpoint_overdue",
            "checkpoint_timeout_tight",
            "aligned_under_backpressure",
            "recovery_too_long");

    /** One subtask is the bottleneck, because its share of the work is too large. */
    static final Set<String> OF_SKEW = Set.of("bottleneck", "data_skew");

    /** Without checkpoints more has to be done again after a failure. */
    static final Set<String> OF_LATE_CHECKPOINTS = Set.of(
            "checkpoints_slow",
            "checkpoint_stuck",
            "checkpoint_overdue",
            "checkpoint_timeout_tight",
            "interval_too_short",
            "recovery_too_long");

    private Symptoms() {}
}
