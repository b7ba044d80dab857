/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.util.List;

/**
 * One job's part of a TaskManager's digest.
 *
 * @param job job id
 * @param subtasks its subtasks on that TaskManager
 * @param partitions Kafka partitions they read
 * @param stateBackends their RocksDB numbers
 * @param states keyed states that its operators declared on that TaskManager
 */
public record JobDigest(
        JobId job,
        List<SubtaskReading> subtasks,
        List<PartitionReading> partitions,
        List<StateBackendReading> stateBackends,
        List<StateDeclaration> states) {
    /** Copies the lists. */
    public JobDigest {
        subtasks = List.copyOf(subtasks);
        partitions = List.copyOf(partitions);
        stateBackends = List.copyOf(stateBackends);
        states = List.copyOf(states);
    }
}
