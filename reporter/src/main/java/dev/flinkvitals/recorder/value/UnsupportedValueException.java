/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder.value;

/** A value of a kind that the encoding has no form for, such as a function or an object of a library. */
public final class UnsupportedValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnsupportedValueException(String message) {
        super(message);
    }
}
