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
    RESOURCE_RUNS_OUT(Component.MEMORY, "A resource runs out", "TODO"),
    RESOURCE_NEARLY_FULL(Component.MEMORY, "A resource is nearly used up", "TODO"),
    GC_PRESSURE(Component.MEMORY, "Garbage collection takes much of the time", "TODO"),
    BOTTLENECK(Component.CAPACITY, "A vertex holds the job back", "TODO"),
    SOURCE_BOUND(Component.CAPACITY, "The source waits for its input", "TODO"),
    CAPACITY_EXCEEDED(Component.CAPACITY, "More arrives than the job can process", "TODO"),
    LAG_GROWS(Component.LAG, "The job falls behind", "TODO"),
    PARTITION_STALLED(Component.LAG, "A partition is not read", "TODO"),
    DATA_EXPIRES(Component.LAG, "Records may be deleted before they are read", "TODO"),
    ROCKSDB_STALLS(Component.ROCKSDB, "The state backend holds writes back", "TODO"),
    ROCKSDB_BROKEN(Component.ROCKSDB, "The state backend reports errors", "TODO"),
    STATE_GROWS(Component.STATE, "State grows without bound", "TODO"),
    STATE_WITHOUT_TTL_GROWS(Component.STATE, "A state without time-to-live grows", "TODO"),
    HOT_KEY(
            Component.SKEW,
            "One key takes most of the time",
            "Do not raise the parallelism: all records of a key go to one subtask. Aggregate before the keyBy (a small"
                    + " window per subtask; in SQL set table.exec.mini-batch.enabled and"
                    + " table.optimizer.agg-phase-strategy: TWO_PHASE), or add a salt to the key, aggregate by key and salt,"
                    + " then by key alone. Filter out keys that stand for nothing, such as null or a default value."),
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
