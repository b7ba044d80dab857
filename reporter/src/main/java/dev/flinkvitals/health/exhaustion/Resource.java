/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import dev.flinkvitals.health.estimate.Curve;

/** What a process can run out of. */
public enum Resource {
    /** Heap after a collection that cleaned the long-lived pools, against the maximum heap. */
    HEAP("heap", "heap after collection", Gates.USUAL, new Curve(0.85, 0.92, 0.98)),
    /** Metaspace, against its limit: at the limit no class can be loaded. */
    METASPACE("metaspace", "metaspace", Gates.USUAL, new Curve(0.9, 0.95, 0.99)),
    /** Direct buffers, against their limit. Flink allocates its network buffers at the start, so a high level alone is usual. */
    DIRECT_MEMORY("direct_memory", "direct memory", Gates.USUAL, new Curve(0.96, 0.98, 1.0)),
    /** Resident memory, against the cgroup's limit or the configured process size. */
    PROCESS_MEMORY("process_memory", "process memory", Gates.USUAL, new Curve(0.95, 0.975, 1.0)),
    /**
     * RocksDB's block cache and table readers, against 1.25 times the cache's capacity. A full cache (80 %) is usual; only
     * what goes beyond it, because RocksDB's limit is not strict, takes memory that nobody planned for.
     */
    MANAGED_MEMORY("managed_memory", "RocksDB memory", new Gates(0.84, 0.92, 0.10), new Curve(0.8, 0.88, 1.0)),
    /**
     * Local state directories, against the declared limit or the file system. Compactions take a larger bite out of them, and
     * what they hold grows right back.
     */
    LOCAL_STATE("local_state", "local state", new Gates(0.55, 0.70, 0.20), new Curve(0.8, 0.9, 0.97));

    /** What a full block cache may be exceeded by before it is bad: 25 % of its capacity. */
    static final double CACHE_OVERSHOOT = 1.25;

    private final String label;
    private final String words;
    private final Gates gates;
    private final Curve level;

    /**
     * What a forecast has to pass.
     *
     * @param warn share in use from which a forecast may warn
     * @param act share in use from which it may call for action
     * @param resetFall fall that starts the envelope over, as a share of the limit
     */
    record Gates(double warn, double act, double resetFall) {
        static final Gates USUAL = new Gates(0.55, 0.70, 0.10);
    }

    Resource(String label, String words, Gates gates, Curve level) {
        this.label = label;
        this.words = words;
        this.gates = gates;
        this.level = level;
    }

    /** Name in metrics, JSON and as the cause of a finding. */
    public String label() {
        return label;
    }

    /** Name in a sentence. */
    public String words() {
        return words;
    }

    Gates gates() {
        return gates;
    }

    /** Severity of a level that no forecast saw coming. */
    Curve level() {
        return level;
    }
}
