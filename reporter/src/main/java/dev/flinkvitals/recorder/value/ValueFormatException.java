/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder.value;

/** Bytes that do not hold a value which this version can make; the message says why. */
public final class ValueFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ValueFormatException(String message) {
        super(message);
    }

    ValueFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
