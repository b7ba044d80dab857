/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import java.util.OptionalLong;

/**
 * Flink's managed memory of one TaskManager. It is in use once it is reserved: a slot in which RocksDB or ForSt opened a
 * database shows all of its share at once, however little of it the database has filled.
 *
 * @param usedBytes {@code Status.Flink.Memory.Managed.Used}: reserved in active slots, bytes
 * @param totalBytes {@code Status.Flink.Memory.Managed.Total}, bytes
 */
public record ManagedMemory(OptionalLong usedBytes, OptionalLong totalBytes) {
    /** Nothing is known. */
    public static final ManagedMemory UNKNOWN = new ManagedMemory(OptionalLong.empty(), OptionalLong.empty());
}
