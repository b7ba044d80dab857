/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.finding;

import dev.flinkvitals.health.judgement.Component;
import java.util.Locale;

/** The catalogue of findings; {@code docs/findings.md} lists the same, checked by a test. */
public enum FindingKind {
    JOB_DOWN(Component.STABILITY, "The job is down", "TODO"),
    RESTART_LOOP(Component.STABILITY, "The job restarts again and again", "TODO"),
    TASKS_MISSING(Component.STABILITY, "Some tasks do not run", "TODO"),
    CHECKPOINTS_FAIL(Component.CHECKPOINT, "Checkpoints fail", "TODO"),
    CHECKPOINT_STUCK(Component.CHECKPOINT, "A checkpoint does not come to its end", "TODO"),
    CHECKPOINTS_SLOW(Component.CHECKPOINT, "Checkpoints take too long", "TODO"),
    CHECKPOINT_OVERDUE(Component.CHECKPOINT, "The last checkpoint is old", "TODO"),
    RECOVERY_TOO_LONG(Component.CHECKPOINT, "Recovery would take longer than its objective", "TODO"),
    TRANSACTION_TIMEOUT_NEAR(Component.CHECKPOINT, "Open transactions may time out", "TODO"),
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
    BOTTLENECK(Component.CAPACITY, "A vertex holds the job back", "TODO"),
    SOURCE_BOUND(Component.CAPACITY, "The source waits for its input", "TODO"),
    CAPACITY_EXCEEDED(Component.CAPACITY, "More arrives than the job can process", "TODO"),
    LAG_GROWS(Component.LAG, "The job falls behind", "TODO"),
    PARTITION_STALLED(Component.LAG, "A partition is not read", "TODO"),
    DATA_EXPIRES(Component.LAG, "Records may be deleted before they are read", "TODO"),
    ROCKSDB_STALLS(Component.ROCKSDB, "The state backend holds writes back", "TODO"),
    ROCKSDB_BROKEN(Component.ROCKSDB, "The state backend reports errors", "TODO"),
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
    HOT_KEY(Component.SKEW, "One key takes most of the time", "TODO"),
    UNEVEN_KEY_GROUPS(Component.SKEW, "Key groups divide badly", "TODO"),
    DATA_SKEW(Component.SKEW, "Work is unevenly divided", "TODO"),
    CHECKPOINTING_OFF(Component.CONFIGURATION, "Checkpointing is off", "TODO"),
    STORAGE_IS_LOCAL(Component.CONFIGURATION, "Checkpoints go to a local disk", "TODO"),
    INTERVAL_TOO_SHORT(Component.CONFIGURATION, "The checkpoint interval is too short", "TODO"),
    CHECKPOINT_TIMEOUT_TIGHT(Component.CONFIGURATION, "The checkpoint timeout is tight", "TODO"),
    NO_FAILURE_TOLERATED(Component.CONFIGURATION, "One failed checkpoint restarts the job", "TODO"),
    CHECKPOINTS_NOT_RETAINED(Component.CONFIGURATION, "Checkpoints are deleted with the job", "TODO"),
    NO_SAVEPOINT_DIRECTORY(Component.CONFIGURATION, "No savepoint directory is set", "TODO"),
    CHECKPOINTS_NOT_INCREMENTAL(Component.CONFIGURATION, "Full checkpoints of a large state", "TODO"),
    HEAP_BACKEND_FOR_LARGE_STATE(Component.CONFIGURATION, "A large state lives on the heap", "TODO"),
    ALIGNED_UNDER_BACKPRESSURE(Component.CONFIGURATION, "Aligned checkpoints under lasting backpressure", "TODO"),
    OPERATORS_WITHOUT_UID(Component.CONFIGURATION, "Operators have no uid", "TODO"),
    SIGNALS_LOST(Component.STABILITY, "Signals are missing", "TODO");

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
