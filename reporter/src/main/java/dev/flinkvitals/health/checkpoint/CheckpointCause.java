/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import java.util.Locale;

/** Why a checkpoint failed, is stuck or took long: the leaves of the tree in {@code docs/health.md}. */
public enum CheckpointCause {
    /** The JobManager could not write or finish the checkpoint in its storage. */
    JOB_MANAGER_STORAGE,
    /** A task could not write or serialize its state in the asynchronous part. */
    TASK_STORAGE,
    /** The job was starting, restarting or stopping: no fault of the checkpoint. */
    LIFECYCLE,
    /** Flink's own limits on requests refused it. */
    CONFIG,
    /** A task said no. */
    DECLINED,
    /** Not even the sources took part: a source's thread is blocked, or the trigger did not arrive. */
    TRIGGER_STUCK,
    /** What is late lies on one TaskManager. */
    SLOW_TASK_MANAGER,
    /** A late subtask holds much more state than the others of its vertex. */
    STATE_SKEW,
    /** A late subtask reads many more records than the others of its vertex. */
    DATA_SKEW,
    /** One subtask is late, and neither state nor records say why. */
    SLOW_SUBTASK,
    /** Barriers queue behind data. */
    BACKPRESSURE,
    /** Barriers wait for those of slower inputs. */
    CHANNEL_SKEW,
    /** The synchronous part stops processing. */
    SYNC_SNAPSHOT,
    /** Most subtasks write more slowly than they used to. */
    STORAGE_SLOW,
    /** There is more to write than there used to be. */
    STATE_GROWTH,
    /** Next to nothing was written, and yet it took long: a queue for threads, or the latency of small files. */
    ASYNC_QUEUE,
    /** Data in flight dominates what is written: unaligned under backpressure. */
    IN_FLIGHT_DATA,
    /** All acknowledged, and the JobManager does not come to the end of it. */
    FINALIZE,
    /** It would have completed at its usual pace: the timeout is too short. */
    TIMEOUT_TOO_SHORT,
    /** It cannot be told. */
    UNKNOWN;

    /** Name in findings, metrics, JSON and on the page. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
