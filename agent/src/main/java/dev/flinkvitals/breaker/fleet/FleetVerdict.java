/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.fleet;

/**
 * Whether the jobs of a cluster are ill together.
 *
 * @param held whether nobody may act
 * @param ill jobs with a condition that calls for an action
 * @param jobs all jobs of the cluster
 * @param evidence in words with numbers
 */
public record FleetVerdict(boolean held, int ill, int jobs, String evidence) {
    /** For a replay of one job, which does not know of others. */
    public static final FleetVerdict ASSUMED_FREE = new FleetVerdict(false, 0, 1, "other jobs are assumed to be well");
}
