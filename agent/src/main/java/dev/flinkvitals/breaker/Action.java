/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.config.Policy;

/** What the breaker can do, the cheaper first. */
public enum Action {
    /** A checkpoint: it shortens recovery, counts for failover, and keeps the job's own checkpoint settings. */
    CHECKPOINT("checkpoint"),
    /** A native savepoint: it survives the loss of the job and the cluster, but does not shorten failover. */
    SAVEPOINT("savepoint"),
    /** The job is restarted from its last checkpoint; what was processed since is processed again. */
    RESTART("restart");

    private final String label;

    Action(String label) {
        this.label = label;
    }

    /** What a policy asks for. */
    public static Action of(Policy policy) {
        return switch (policy) {
            case EXPOSURE -> CHECKPOINT;
            case MEMORY, DISK, STATE -> SAVEPOINT;
            case RESTART -> RESTART;
        };
    }

    /** Name in metrics, JSON and logs. */
    public String label() {
        return label;
    }
}
