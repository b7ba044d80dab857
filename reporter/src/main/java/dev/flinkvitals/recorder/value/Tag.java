/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder.value;

/** The first byte of each value; {@code docs/flight-recorder.md} describes what follows. A number is never used again. */
final class Tag {
    static final int NULL = 0;
    static final int SAME = 1;
    static final int FALSE = 2;
    static final int TRUE = 3;
    static final int INT = 4;
    static final int LONG = 5;
    static final int DOUBLE = 6;
    static final int NEW_TEXT = 7;
    static final int KNOWN_TEXT = 8;
    static final int INSTANT = 9;
    static final int DURATION = 10;
    static final int EMPTY = 11;
    static final int PRESENT = 12;
    static final int ENUM = 13;
    static final int RECORD = 14;
    static final int CHANGED_RECORD = 15;
    static final int COLLECTION = 16;
    static final int MAP = 17;
    static final int OBJECT = 18;
    static final int REFERENCE = 19;
    static final int ARRAY = 20;
    static final int SHORT = 21;
    static final int BYTE = 22;
    static final int CHAR = 23;
    static final int FLOAT = 24;

    private Tag() {}
}
