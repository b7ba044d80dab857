/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.util.List;
import java.util.Optional;

/**
 * What is known of the job's failures and restarts.
 *
 * @param strategy how Flink restarts it; empty if not known
 * @param failures newest first, at most 16
 * @param initializations newest first, at most 16
 */
public record RestartReading(
        Optional<RestartStrategy> strategy, List<JobFailure> failures, List<Initialization> initializations) {
    /** Nothing is known. */
    public static final RestartReading UNKNOWN = new RestartReading(Optional.empty(), List.of(), List.of());

    /** Copies the lists. */
    public RestartReading {
        failures = List.copyOf(failures);
        initializations = List.copyOf(initializations);
    }
}
