/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

import java.util.OptionalLong;

/** The highest number of one cycle and the state that showed it; of equals the first by name. Not thread-safe. */
final class Peak {
    private long value = -1;
    private String state = "";

    void clear() {
        value = -1;
        state = "";
    }

    /** Takes a state's number; no number and a negative one say nothing. */
    void offer(OptionalLong number, String name) {
        long offered = number.orElse(-1);
        if (offered > value || (offered >= 0 && offered == value && name.compareTo(state) < 0)) {
            value = offered;
            state = name;
        }
    }

    boolean isKnown() {
        return value >= 0;
    }

    long value() {
        return value;
    }

    /** As a number to judge; NaN if nothing was told. */
    double orNaN() {
        return value < 0 ? Double.NaN : value;
    }

    String state() {
        return state;
    }
}
