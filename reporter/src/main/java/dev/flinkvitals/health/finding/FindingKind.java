/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.finding;

import dev.flinkvitals.health.judgement.Component;
import java.util.Locale;

/** The catalogue of findings; {@code docs/findings.md} lists the same, checked by a test. */
public enum FindingKind {
    JOB_DOWN(
            Component.STABILITY,
            "The job is down",
            "Read the failure under the job's exceptions in Flink's UI. If it does not come back by itself: free slots or add TaskManagers when tasks wait for slots, mend what the cause names, then start it from its newest retained checkpoint or savepoint."),
    RESTART_LOOP(
            Component.STABILITY,
            "The job restarts again and again",
            "Mend what the cause names: a record that fails again after each restart has to be caught in the user's code or skipped; for out_of_memory raise taskmanager.memory.process.size; for checkpoint_failure look at the checkpoint findings first. Keep the newest checkpoint: stop the job rather than let restart-strategy give up."),
    TASKS_MISSING(
            Component.STABILITY,
            "Some tasks do not run",
            "Compare free slots with the job's parallelism in Flink's UI; add TaskManagers, raise taskmanager.numberOfTaskSlots or lower the parallelism. If the tasks are INITIALIZING, they restore state: watch the download, and consider execution.checkpointing.local-backup.enabled with execution.state-recovery.from-local."),
    CHECKPOINTS_FAIL(
            Component.CHECKPOINT,
            "Checkpoints fail",
            "Act on the cause. Storage: check that every JobManager and TaskManager can write to the "
                    + "checkpoint directory, its quota and its latency. A task: read its exception. Backpressure: "
                    + "clear the bottleneck, or set execution.checkpointing.unaligned.enabled. While it lasts, raise "
                    + "execution.checkpointing.tolerable-failed-checkpoints so that the job is not restarted for it; "
                    + "if nothing helps for 30 minutes, restart from the last good checkpoint."),
    CHECKPOINT_STUCK(
            Component.CHECKPOINT,
            "A checkpoint does not come to its end",
            "Look at the place before the checkpoint expires. Backpressure: clear the bottleneck, or set "
                    + "execution.checkpointing.unaligned.enabled. A slow TaskManager: check its disk, network and "
                    + "garbage collection, and replace it. A source that does not take part: look at what its thread "
                    + "is doing."),
    CHECKPOINTS_SLOW(
            Component.CHECKPOINT,
            "Checkpoints take too long",
            "Act on the cause. Storage: check its latency and throughput. Growing state: set a time-to-live, "
                    + "and execution.checkpointing.incremental. Backpressure: clear the bottleneck, or set "
                    + "execution.checkpointing.unaligned.enabled. Many small files: raise "
                    + "execution.checkpointing.data-inline-threshold, or set "
                    + "execution.checkpointing.file-merging.enabled."),
    CHECKPOINT_OVERDUE(
            Component.CHECKPOINT,
            "The last checkpoint is old",
            "Find out why no checkpoint completes: see the failing or pending one. Do not restart, redeploy "
                    + "or rescale the job before one completed: all work since the last one would be done again."),
    RECOVERY_TOO_LONG(
            Component.CHECKPOINT,
            "Recovery would take longer than its objective",
            "Shorten what takes longest: for long_replay lower execution.checkpointing.interval to the best interval shown; for no_headroom or large_lag add capacity at the binding vertex; for large_state turn on execution.checkpointing.incremental, and execution.checkpointing.local-backup.enabled with execution.state-recovery.from-local; for long_backoff lower restart-strategy.exponential-delay.max-backoff; for no_restart set restart-strategy.type to exponential-delay."),
    TRANSACTION_TIMEOUT_NEAR(
            Component.CHECKPOINT,
            "Open transactions may time out",
            "Take a checkpoint soon and mend what delays checkpoints. Raise transaction.timeout.ms of the sink's producer (and transaction.max.timeout.ms of the brokers) above checkpoint interval plus the longest downtime, and tell it here with vitals.limits.transaction-timeout."),
    RESOURCE_RUNS_OUT(
            Component.MEMORY,
            "A resource runs out",
            "Take a savepoint while there is time. Then look at what grows: a heap dump (jcmd GC.heap_dump) for the heap, class"
                    + " loaders for metaspace, NativeMemoryTracking and jemalloc for native memory,"
                    + " state.backend.rocksdb.memory.managed for RocksDB. Raise the matching option:"
                    + " taskmanager.memory.task.heap.size, taskmanager.memory.jvm-metaspace.size,"
                    + " taskmanager.memory.task.off-heap.size, taskmanager.memory.jvm-overhead.max, or the volume's size."),
    RESOURCE_NEARLY_FULL(
            Component.MEMORY,
            "A resource is nearly used up",
            "Raise the limit before load rises: taskmanager.memory.process.size and its parts for memory, the size of the volume"
                    + " behind io.tmp.dirs or state.backend.rocksdb.localdir for local state; or spread the job over more"
                    + " TaskManagers."),
    GC_PRESSURE(
            Component.MEMORY,
            "Garbage collection takes much of the time",
            "If the heap is nearly full, raise taskmanager.memory.task.heap.size or move state to RocksDB with"
                    + " state.backend.type: rocksdb. If not, look for what allocates: switch on pipeline.object-reuse if no"
                    + " function keeps its input, and avoid types that fall back to Kryo."),
    BOTTLENECK(
            Component.CAPACITY,
            "A vertex holds the job back",
            "Look at the vertex and its cause. cpu: raise its parallelism, or profile the named method. external_wait: batch"
                    + " the calls or use asynchronous I/O (AsyncDataStream), and ask the external system why it is slow."
                    + " garbage_collection: raise taskmanager.memory.task.heap.size. state: give it more"
                    + " taskmanager.memory.managed.size and faster local disks (state.backend.rocksdb.localdir). skew: even"
                    + " out the keys first; more parallelism does not help."),
    SOURCE_BOUND(
            Component.CAPACITY,
            "The source waits for its input",
            "stuck: read the named method; a call without a timeout in the deserializer or in a chained operator blocks the"
                    + " source. fetch_bound: check the brokers' load, quotas and network, raise fetch.max.bytes and"
                    + " max.partition.fetch.bytes of the consumer, or read with more subtasks, up to the number of"
                    + " partitions."),
    CAPACITY_EXCEEDED(
            Component.CAPACITY,
            "More arrives than the job can process",
            "Raise the parallelism of the vertex that sets the limit to what the finding says would hold, or reduce what"
                    + " arrives. If it says that parallelism cannot help, remove that limit first (partitions,"
                    + " pipeline.max-parallelism, hot key)."),
    LAG_GROWS(
            Component.LAG,
            "The job falls behind",
            "Follow what explains it; if nothing does, compare the partitions: if only a few fall behind, spread the"
                    + " producers' keys or add partitions. Check that the topic's retention outlasts the lag."),
    PARTITION_STALLED(
            Component.LAG,
            "A partition is not read",
            "Check that the partition has a leader and that the consumer may read it, look for fetch errors in the"
                    + " TaskManager's log, and check whether watermark alignment (pipeline.watermark-alignment) has paused it."
                    + " A restart of the job assigns it anew."),
    DATA_EXPIRES(
            Component.LAG,
            "Records may be deleted before they are read",
            "Raise retention.ms or retention.bytes of the topic now, then speed the job up. With"
                    + " auto.offset.reset: latest a reader skips what was deleted without a word."),
    ROCKSDB_STALLS(
            Component.ROCKSDB,
            "The state backend holds writes back",
            "Act on the cause. Level-0 files, a compaction backlog, stopped or delayed writes: raise "
                    + "state.backend.rocksdb.thread.num and put state.backend.rocksdb.localdir on a faster local disk. "
                    + "Memtables: raise taskmanager.memory.managed.fraction or "
                    + "state.backend.rocksdb.memory.write-buffer-ratio. Pinned cache: close iterators early and set "
                    + "state.backend.rocksdb.memory.partitioned-index-filters. Memory budget: raise managed memory and "
                    + "leave room in taskmanager.memory.jvm-overhead.fraction. Otherwise spread the state over more "
                    + "subtasks or TaskManagers. ForSt's options begin with state.backend.forst."),
    ROCKSDB_BROKEN(
            Component.ROCKSDB,
            "The state backend reports errors",
            "Read the TaskManager's log and the LOG file in state.backend.rocksdb.localdir for the error. Free space on "
                    + "that disk or replace it. Then cancel the job and restore it from its last completed checkpoint: "
                    + "the database may accept no more writes."),
    STATE_GROWS(
            Component.STATE,
            "State grows without bound",
            "Find out whether the keys ever end: clear what is done with a timer, bound joins and"
                    + " windows in time, and for SQL set table.exec.state.ttl. If the growth is wanted, plan disk, checkpoint"
                    + " time and recovery for it."),
    STATE_WITHOUT_TTL_GROWS(
            Component.STATE,
            "A state without time-to-live grows",
            "Give the state a StateTtlConfig in its descriptor (SQL: table.exec.state.ttl), or clear it"
                    + " with a timer once its key is done. A TTL may be added on restore from a savepoint since Flink 2.2;"
                    + " before, under another state name."),
    HOT_KEY(
            Component.SKEW,
            "One key takes most of the time",
            "Do not raise the parallelism: all records of a key go to one subtask. Aggregate before the keyBy (a small"
                    + " window per subtask; in SQL set table.exec.mini-batch.enabled and"
                    + " table.optimizer.agg-phase-strategy: TWO_PHASE), or add a salt to the key, aggregate by key and salt,"
                    + " then by key alone. Filter out keys that stand for nothing, such as null or a default value."),
    UNEVEN_KEY_GROUPS(
            Component.SKEW,
            "Key groups divide badly",
            "Set the parallelism of the vertex to a divisor of its maximum parallelism, or pipeline.max-parallelism to a"
                    + " multiple of ten times the parallelism or more (the latter needs a new start or a state migration)."),
    DATA_SKEW(
            Component.SKEW,
            "Work is unevenly divided",
            "If a hot key or uneven key groups explain it, follow that finding. Else compare the subtasks: if one has more"
                    + " records, use a better key, rebalance() before operators without keys, or more partitions; if it has as"
                    + " many as the others, look at its TaskManager."),
    CHECKPOINTING_OFF(
            Component.CONFIGURATION,
            "Checkpointing is off",
            "Set execution.checkpointing.interval, such as 60 s, and execution.checkpointing.dir to a file "
                    + "system that all processes share."),
    STORAGE_IS_LOCAL(
            Component.CONFIGURATION,
            "Checkpoints go to a local disk",
            "Set execution.checkpointing.dir to an object store or a file system that all processes share "
                    + "and that outlives their hosts."),
    INTERVAL_TOO_SHORT(
            Component.CONFIGURATION,
            "The checkpoint interval is too short",
            "Raise execution.checkpointing.interval, or set execution.checkpointing.min-pause so that the "
                    + "job rests between checkpoints; keep execution.checkpointing.max-concurrent-checkpoints at 1."),
    CHECKPOINT_TIMEOUT_TIGHT(
            Component.CONFIGURATION,
            "The checkpoint timeout is tight",
            "Raise execution.checkpointing.timeout, and find out what makes checkpoints take so long."),
    NO_FAILURE_TOLERATED(
            Component.CONFIGURATION,
            "One failed checkpoint restarts the job",
            "Set execution.checkpointing.tolerable-failed-checkpoints to 3 or more: then one failed "
                    + "checkpoint or savepoint does not restart a healthy job."),
    CHECKPOINTS_NOT_RETAINED(
            Component.CONFIGURATION,
            "Checkpoints are deleted with the job",
            "Set execution.checkpointing.externalized-checkpoint-retention to RETAIN_ON_CANCELLATION, and "
                    + "remove old checkpoints by a rule of the storage."),
    NO_SAVEPOINT_DIRECTORY(
            Component.CONFIGURATION,
            "No savepoint directory is set",
            "Set execution.checkpointing.savepoint-dir to a file system that all processes share."),
    CHECKPOINTS_NOT_INCREMENTAL(
            Component.CONFIGURATION,
            "Full checkpoints of a large state",
            "Set execution.checkpointing.incremental to true: a checkpoint then writes only what changed."),
    HEAP_BACKEND_FOR_LARGE_STATE(
            Component.CONFIGURATION,
            "A large state lives on the heap",
            "Set state.backend.type to rocksdb and execution.checkpointing.incremental to true; change over "
                    + "with a canonical savepoint."),
    ALIGNED_UNDER_BACKPRESSURE(
            Component.CONFIGURATION,
            "Aligned checkpoints under lasting backpressure",
            "Clear the bottleneck first. If backpressure is normal for this job, set "
                    + "execution.checkpointing.unaligned.enabled, or "
                    + "taskmanager.network.memory.buffer-debloat.enabled; savepoints stay aligned."),
    OPERATORS_WITHOUT_UID(
            Component.CONFIGURATION,
            "Operators have no uid",
            "Give each stateful operator a name of its own with uid(...) in the job's code, before the next "
                    + "savepoint that a changed job is to start from."),
    SIGNALS_LOST(
            Component.STABILITY,
            "Signals are missing",
            "Check that each TaskManager has the jar in flink/lib and the -javaagent flag in env.java.opts.taskmanager, and that the JobManager reaches it; look for lines of Flink Vitals in its log. Until then trust no green.");

    private final Component component;
    private final String title;
    private final String action;

    FindingKind(Component component, String title, String action) {
        this.component = component;
        this.title = title;
        this.action = action;
    }

    /** Name in events, metrics, JSON and on the page. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The component that it belongs to. */
    public Component component() {
        return component;
    }

    /** What is wrong, in a few words. */
    public String title() {
        return title;
    }

    /** What to do: the step of the runbook. */
    public String action() {
        return action;
    }
}
