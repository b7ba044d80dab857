/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

/** Bytes that are not a digest which this version can read; the message names the version or the offset. */
public final class DigestFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    DigestFormatException(String message) {
        super(message);
    }
}
