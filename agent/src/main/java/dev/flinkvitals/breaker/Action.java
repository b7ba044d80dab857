/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

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

    /** Name in metrics, JSON and logs. */
    public String label() {
        return label;
    }
}
