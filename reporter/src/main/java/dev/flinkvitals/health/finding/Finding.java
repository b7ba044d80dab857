/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.finding;

import java.time.Instant;

/**
 * Something that is wrong with a job. It opens once and closes once; while it is open, its observation follows what is seen.
 *
 * @param id unique within the job: kind, place and the time at which it opened
 * @param since when it opened (JobManager's wall clock)
 * @param observation what was seen last
 */
public record Finding(String id, Instant since, Observation observation) {
    /** What is wrong. */
    public FindingKind kind() {
        return observation.kind();
    }

    /** How urgent it is. */
    public Severity severity() {
        return observation.severity();
    }
}
