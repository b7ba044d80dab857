/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.inspect;

import java.util.Locale;

/** Whether the type of a state can change between this snapshot and the job that restores it; from best to worst. */
public enum Evolution {
    /** A type that has nothing to change, such as a number or a text. */
    FIXED,
    /** Flink migrates it, within its rules (POJO, Avro, enum). */
    EVOLVES,
    /** The serializer comes from the user or a library: its own code decides. */
    OWN_CODE,
    /** Not known: what describes it could not be read without the job's classes. */
    UNKNOWN,
    /** A change of the type makes the state unreadable. */
    CANNOT;

    /** Name in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The worse of two: a list is no better than its elements. */
    public Evolution and(Evolution other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
