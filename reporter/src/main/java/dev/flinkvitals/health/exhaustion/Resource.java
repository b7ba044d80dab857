/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

/** What a process can run out of. */
public enum Resource {
    /** Heap after garbage collection, against the maximum heap. */
    HEAP("heap"),
    /** Resident memory, against the cgroup's limit or the configured process size. */
    PROCESS_MEMORY("process_memory"),
    /** Local state directories, against the declared limit or the file system. */
    LOCAL_STATE("local_state");

    private final String label;

    Resource(String label) {
        this.label = label;
    }

    /** Name in metrics and JSON. */
    public String label() {
        return label;
    }
}
