/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.util.List;

/**
 * Everything that was measured about one job in one cycle: the whole input of the health model.
 *
 * @param tick when
 * @param id job id
 * @param name job name, as the user wrote it (may be hostile: escape before showing)
 * @param status phase, age, restarts
 * @param topology the job graph; {@link Topology#UNKNOWN} until first read
 * @param checkpoints checkpoint statistics and failures
 * @param subtasks one reading per running subtask that was heard
 * @param partitions Kafka partitions
 * @param stateBackends RocksDB numbers per subtask and state
 * @param processes the TaskManagers that run the job, and the JobManager as {@link ProcessReading#JOB_MANAGER}
 * @param coverage how many TaskManagers were heard
 * @param restarts failures, restarts and how long starts took
 * @param states keyed states as declared, each once; empty if none was seen (no keyed state, or not looked for)
 * @param operators operators of the job; empty if not known
 * @param inside what was looked up inside TaskManagers for a finding
 */
public record JobReading(
        Tick tick,
        JobId id,
        String name,
        JobStatusReading status,
        Topology topology,
        CheckpointReading checkpoints,
        List<SubtaskReading> subtasks,
        List<PartitionReading> partitions,
        List<StateBackendReading> stateBackends,
        List<ProcessReading> processes,
        Coverage coverage,
        RestartReading restarts,
        List<StateDeclaration> states,
        List<OperatorReading> operators,
        InsideEvidence inside) {
    /** Copies the lists. */
    public JobReading {
        subtasks = List.copyOf(subtasks);
        partitions = List.copyOf(partitions);
        stateBackends = List.copyOf(stateBackends);
        processes = List.copyOf(processes);
        states = List.copyOf(states);
        operators = List.copyOf(operators);
    }
}
