/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.judgement;

/**
 * What a job's health is made of, with the most points that each may cost (the M of the p-norm, see {@code docs/health.md}).
 */
public enum Component {
    STABILITY("stability", 100),
    CHECKPOINT("checkpoint", 100),
    MEMORY("memory", 80),
    CAPACITY("capacity", 70),
    LAG("lag", 70),
    ROCKSDB("rocksdb", 60),
    STATE("state", 40),
    SKEW("skew", 30),
    CONFIGURATION("configuration", 10);

    private final String label;
    private final int maxPoints;

    Component(String label, int maxPoints) {
        this.label = label;
        this.maxPoints = maxPoints;
    }

    /** Name in metrics, JSON and on the page. */
    public String label() {
        return label;
    }

    /** Most points that this component may cost, 1 to 100. */
    public int maxPoints() {
        return maxPoints;
    }
}
