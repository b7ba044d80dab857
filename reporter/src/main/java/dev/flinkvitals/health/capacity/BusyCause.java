/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

/** What a busy task spends its time on. */
public enum BusyCause {
    /** Computing. */
    CPU,
    /** Waiting for the garbage collector. */
    GARBAGE_COLLECTION,
    /** Waiting for the state backend. */
    STATE,
    /** Waiting for an external system or a lock. */
    EXTERNAL_WAIT,
    /** Not known. */
    UNKNOWN
}
