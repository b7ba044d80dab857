/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.finding;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that is wrong with a job. It opens once and closes once; while it is open, its observation follows what is seen.
 *
 * @param id unique within the job
 * @param since when it was first seen (JobManager's wall clock)
 * @param observation what was seen last
 * @param explainedBy id of the open finding of which this one is a symptom, if there is one
 * @param flapping whether it came and went so often that it is kept open until it stays away
 */
public record Finding(
        String id, Instant since, Observation observation, Optional<String> explainedBy, boolean flapping) {
    /** What is wrong. */
    public FindingKind kind() {
        return observation.kind();
    }

    /** How urgent it is. */
    public Severity severity() {
        return observation.severity();
    }
}
