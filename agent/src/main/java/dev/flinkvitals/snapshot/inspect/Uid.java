/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.inspect;

import java.util.Locale;

/** Whether the user gave an operator a uid. Without one, a change of the job's graph separates the operator from its state. */
public enum Uid {
    SET,
    MISSING,
    /** Flink before 2.0 does not write it down. */
    UNKNOWN;

    /** Name in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
