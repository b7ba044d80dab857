/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the job's failures and restarts.
 *
 * @param strategy how Flink restarts it; empty if not known
 * @param heartbeatTimeout {@code heartbeat.timeout}: how long Flink may take to notice a dead TaskManager; empty if not known
 * @param failures newest first, at most {@link #MOST}
 * @param initializations newest first, at most {@link #MOST}
 */
public record RestartReading(
        Optional<RestartStrategy> strategy,
        Optional<Duration> heartbeatTimeout,
        List<JobFailure> failures,
        List<Initialization> initializations) {
    /** Most failures and initialisations; Flink's {@code web.exception-history-size} is the same by default. */
    public static final int MOST = 16;

    /** Nothing is known. */
    public static final RestartReading UNKNOWN =
            new RestartReading(Optional.empty(), Optional.empty(), List.of(), List.of());

    /** Copies the lists. */
    public RestartReading {
        failures = List.copyOf(failures);
        initializations = List.copyOf(initializations);
    }
}
