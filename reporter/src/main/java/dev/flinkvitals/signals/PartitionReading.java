/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.util.OptionalLong;

/**
 * One Kafka partition as its source subtask sees it.
 *
 * @param subtask the reader
 * @param topic topic
 * @param partition partition number
 * @param currentOffset {@code currentOffset}: last offset emitted; empty if none yet (Flink reports -1)
 * @param committedOffset {@code committedOffset}: moves with completed checkpoints; empty if none yet
 * @param recordsLag records between the fetch position and the end of the partition; empty where Flink's metrics do not
 *     tell it (the Kafka client's {@code records-lag} keeps no partition in Flink, so it is known only when the subtask
 *     reads a single partition)
 */
public record PartitionReading(
        SubtaskId subtask,
        String topic,
        int partition,
        OptionalLong currentOffset,
        OptionalLong committedOffset,
        OptionalLong recordsLag) {}
