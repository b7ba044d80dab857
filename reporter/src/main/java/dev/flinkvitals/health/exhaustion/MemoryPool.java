/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

/** A part of a process's memory. */
public enum MemoryPool {
    HEAP("heap", "the heap"),
    METASPACE("metaspace", "metaspace"),
    DIRECT_MEMORY("direct_memory", "direct memory"),
    /** RocksDB's block caches. */
    MANAGED_MEMORY("managed_memory", "RocksDB's caches in managed memory"),
    /** The rest: RocksDB beyond its caches, malloc's arenas, thread stacks, JNI libraries, and what no signal tells. */
    NATIVE_MEMORY("native_memory", "native memory outside the JVM's pools");

    private final String label;
    private final String words;

    MemoryPool(String label, String words) {
        this.label = label;
        this.words = words;
    }

    /** Name in JSON. */
    public String label() {
        return label;
    }

    /** Name in a sentence. */
    public String words() {
        return words;
    }
}
