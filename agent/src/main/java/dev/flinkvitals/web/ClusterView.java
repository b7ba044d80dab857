/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.breaker.BreakerEvent;
import dev.flinkvitals.breaker.DecisionRecord;
import dev.flinkvitals.breaker.SnapshotRecord;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.ProcessReading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that the page shows: an immutable snapshot, made by the monitor once per cycle.
 *
 * @param at when it was made; empty until the first cycle
 * @param leader whether this JobManager leads; a standby has no jobs to show
 * @param coverage TaskManagers heard
 * @param hooks state of each hook
 * @param jobs one view per job, sorted by name
 */
public record ClusterView(
        Optional<Instant> at, boolean leader, Coverage coverage, List<HookView> hooks, List<JobView> jobs) {
    /** What a JobManager shows before it leads. */
    public static final ClusterView STANDBY =
            new ClusterView(Optional.empty(), false, new Coverage(0, 0), List.of(), List.of());

    /** Copies the lists. */
    public ClusterView {
        hooks = List.copyOf(hooks);
        jobs = List.copyOf(jobs);
    }

    /**
     * One hook.
     *
     * @param name its name
     * @param state applied, missing, failed or waiting
     * @param detail what went wrong, empty if nothing did
     */
    public record HookView(String name, String state, String detail) {}

    /**
     * One job.
     *
     * @param assessment the judgement
     * @param inside what is known from inside its tasks
     * @param failures recent checkpoint failures, newest first
     * @param config what the breaker may do
     * @param decisions recent decisions, newest first
     * @param snapshots snapshots that the agent triggered, newest first
     * @param transitions what happened to the breaker besides decisions, newest first
     * @param processes the processes that the job depends on, by id
     */
    public record JobView(
            Assessment assessment,
            InsideView inside,
            List<CheckpointFailure> failures,
            SnapshotConfig config,
            List<DecisionRecord> decisions,
            List<SnapshotRecord> snapshots,
            List<BreakerEvent> transitions,
            List<ProcessReading> processes) {
        /** Copies the lists. */
        public JobView {
            failures = List.copyOf(failures);
            decisions = List.copyOf(decisions);
            snapshots = List.copyOf(snapshots);
            transitions = List.copyOf(transitions);
            processes = List.copyOf(processes);
        }
    }
}
