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
    CHECKPOINTS_FAIL(Component.CHECKPOINT, "Checkpoints fail", "TODO"),
    CHECKPOINT_STUCK(Component.CHECKPOINT, "A checkpoint does not come to its end", "TODO"),
    CHECKPOINTS_SLOW(Component.CHECKPOINT, "Checkpoints take too long", "TODO"),
    CHECKPOINT_OVERDUE(Component.CHECKPOINT, "The last checkpoint is old", "TODO"),
    RECOVERY_TOO_LONG(
            Component.CHECKPOINT,
            "Recovery would take longer than its objective",
            "Shorten what takes longest: for long_replay lower execution.checkpointing.interval to the best interval shown; for no_headroom or large_lag add capacity at the binding vertex; for large_state turn on execution.checkpointing.incremental, and execution.checkpointing.local-backup.enabled with execution.state-recovery.from-local; for long_backoff lower restart-strategy.exponential-delay.max-backoff; for no_restart set restart-strategy.type to exponential-delay."),
    TRANSACTION_TIMEOUT_NEAR(
            Component.CHECKPOINT,
            "Open transactions may time out",
            "Take a checkpoint soon and mend what delays checkpoints. Raise transaction.timeout.ms of the sink's producer (and transaction.max.timeout.ms of the brokers) above checkpoint interval plus the longest downtime, and tell it here with vitals.limits.transaction-timeout."),
    RESOURCE_RUNS_OUT(Component.MEMORY, "A resource runs out", "TODO"),
    RESOURCE_NEARLY_FULL(Component.MEMORY, "A resource is nearly used up", "TODO"),
    GC_PRESSURE(Component.MEMORY, "Garbage collection takes much of the time", "TODO"),
    BOTTLENECK(Component.CAPACITY, "A vertex holds the job back", "TODO"),
    SOURCE_BOUND(Component.CAPACITY, "The source waits for its input", "TODO"),
    CAPACITY_EXCEEDED(Component.CAPACITY, "More arrives than the job can process", "TODO"),
    LAG_GROWS(Component.LAG, "The job falls behind", "TODO"),
    PARTITION_STALLED(Component.LAG, "A partition is not read", "TODO"),
    DATA_EXPIRES(
            Component.LAG,
            "Records may be deleted before they are read",
            "Raise the topic's retention.ms now, before anything else; then work off the lag or take a checkpoint, so that a recovery starts at records that still exist."),
    ROCKSDB_STALLS(Component.ROCKSDB, "The state backend holds writes back", "TODO"),
    ROCKSDB_BROKEN(Component.ROCKSDB, "The state backend reports errors", "TODO"),
    STATE_GROWS(Component.STATE, "State grows without bound", "TODO"),
    STATE_WITHOUT_TTL_GROWS(Component.STATE, "A state without time-to-live grows", "TODO"),
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
