/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.SubtaskId;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** A column family's numbers, by RocksDB's names: what is not set is not told. */
final class Column {
    private final SubtaskId subtask;
    private final String state;
    private final Map<String, Long> numbers = new HashMap<>();

    Column(SubtaskId subtask, String state) {
        this.subtask = subtask;
        this.state = state;
    }

    Column set(String name, long number) {
        numbers.put(name, number);
        return this;
    }

    StateBackendReading read() {
        return new StateBackendReading(
                subtask,
                state,
                get("estimate-num-keys"),
                get("live-sst-files-size"),
                get("size-all-mem-tables"),
                get("estimate-pending-compaction-bytes"),
                get("is-write-stopped"),
                get("actual-delayed-write-rate"),
                get("background-errors"),
                get("num-files-at-level0"),
                get("num-immutable-mem-table"),
                get("block-cache-usage"),
                get("block-cache-capacity"),
                get("block-cache-pinned-usage"),
                get("mem-table-flush-pending"),
                get("num-running-compactions"),
                get("stall-micros"),
                get("estimate-table-readers-mem"),
                get("num-live-versions"),
                get("num-entries-active-mem-table"),
                get("num-deletes-active-mem-table"));
    }

    private OptionalLong get(String name) {
        Long number = numbers.get(name);
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
