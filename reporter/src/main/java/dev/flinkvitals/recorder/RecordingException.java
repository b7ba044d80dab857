/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

/** A file of which nothing can be read; the message says why, in words for the user. */
public final class RecordingException extends Exception {
    private static final long serialVersionUID = 1L;

    RecordingException(String message) {
        super(message);
    }
}
